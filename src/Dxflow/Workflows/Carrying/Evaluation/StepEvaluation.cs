using System.Globalization;
using System.Text;
using Dxflow.Runtimes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Symbols;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Carrying.Evaluation;

/// <summary>
/// Evaluates what a plan left open, in the run's loop and without I/O:
/// <list type="number">
/// <item>the step's inputs, each of its declared type;</item>
/// <item>where their artifacts will lie, which gives them paths;</item>
/// <item>the command, one argument per template, and the environment.</item>
/// </list>
/// What cannot be evaluated is a <see cref="FlowException"/>: the attempt fails as <c>bad_input</c>.
/// </summary>
internal sealed class StepEvaluation(RunPlan plan, RunFacts facts, RunFiles files)
{
    public const string ScriptName = "script";
    public const string InputsJsonName = "inputs.json";
    private const int ArgumentBytesMax = 128 * 1024;
    private const int CommandBytesMax = 1024 * 1024;
    private const int VariableBytesMax = 64 * 1024;

    private readonly FlowSymbols _symbols = FlowSymbols.Of(plan);

    /// <summary><c>when</c> of a slice.</summary>
    public WhenVerdict When(RunState state, int step, int slice)
    {
        if (plan.Nodes[step].Step?.When is not { } when)
        {
            return new WhenVerdict(true);
        }

        try
        {
            var scope = Scope(state, slice);
            Inputs(step, scope);
            return Value(when, TemplateUse.Value, step, scope) is BoolValue verdict
                ? new WhenVerdict(verdict.Value)
                : new WhenVerdict(false, "`when` is no bool");
        }
        catch (FlowException wrong)
        {
            return new WhenVerdict(false, wrong.Error.Detail);
        }
    }

    public EvaluatedTask Evaluate(RunState state, AttemptId id)
    {
        var node = plan.Nodes[id.Step];
        var work = files.Work(id);
        var scope = Scope(state, id.Slice);

        // 1 and 2
        Inputs(id.Step, scope);
        var placements = Place(id.Step, scope, work);

        // 3
        var command = node.Command.SelectMany(part => Arguments(part, id.Step, scope)).ToList();
        if (node.Script is not null)
        {
            command.Add(Path.Combine(files.Attempt(id), ScriptName));
        }

        Check(command);
        var directory = node.WorkingDirectory is { } wanted ? Text(wanted, TemplateUse.Text, id.Step, scope) : ".";
        return new EvaluatedTask(
            scope.Own, placements, command, Environment(id, scope, work),
            Path.GetFullPath(directory, node.Kind == NodeKind.Step ? work : plan.ProjectDirectory));
    }

    /// <summary>The paths of the declared outputs, relative to the work directory.</summary>
    public IReadOnlyList<DeclaredOutput> Outputs(RunState state, AttemptId id)
    {
        var scope = Scope(state, id.Slice);
        Inputs(id.Step, scope);
        Place(id.Step, scope, files.Work(id));
        return [.. plan.Nodes[id.Step].Step!.Outputs.Select(output => new DeclaredOutput(
            output,
            FlowTypeText.Parse(output.Type),
            Text((output.File ?? output.Path ?? output.Glob)!, TemplateUse.Text, id.Step, scope)))];
    }

    /// <summary>The workflow's own outputs; one that cannot be evaluated (its step failed) is null.</summary>
    public IReadOnlyDictionary<string, FlowValue> Results(RunState state)
    {
        var scope = Scope(state, 0);
        var typing = new SymbolTyping(_symbols, new SymbolReader(null, null));
        return plan.Outputs.ToDictionary(output => output.Name, output =>
        {
            try
            {
                return TemplateEvaluator.Value(
                    TemplateChecker.Check(output.Value!, TemplateUse.Value, typing.Of), new EvaluationScope(scope.Of));
            }
            catch (FlowException)
            {
                return FlowValue.Null;
            }
        });
    }

    private RunScope Scope(RunState state, int slice) => new(plan, facts, state) { Index = slice };

    private void Inputs(int step, RunScope scope)
    {
        foreach (var input in plan.Nodes[step].Step?.Inputs ?? [])
        {
            var type = FlowTypeText.Parse(input.Type);
            var value = input.From is { } from ? Value(from, TemplateUse.Value, step, scope) : FlowValue.Null;
            scope.Own[input.Name] = value.IsNull && input.Default is { } text
                ? InputText.Read(text, type)
                : FlowConversion.Into(value, type);
        }
    }

    private List<Placement> Place(int step, RunScope scope, string work)
    {
        var placements = new List<Placement>();
        foreach (var input in plan.Nodes[step].Step?.Inputs ?? [])
        {
            var placer = new Placer(work, input, input.Path is { } path ? Text(path, TemplateUse.Text, step, scope) : null);
            scope.Own[input.Name] = placer.Place(scope.Own[input.Name]);
            placements.AddRange(placer.Placements);
        }

        return placements;
    }

    private Dictionary<string, string> Environment(AttemptId id, RunScope scope, string work)
    {
        var node = plan.Nodes[id.Step];
        var variables = ServiceAddress.Variables(plan).ToDictionary();
        if (node.Kind == NodeKind.Step)
        {
            variables["DXFLOW_WORK"] = work;
            variables["DXFLOW_INPUTS"] = Path.Combine(work, "inputs");
            variables["DXFLOW_OUTPUTS"] = Path.Combine(work, "outputs");
            variables["DXFLOW_INPUTS_JSON"] = Path.Combine(files.Attempt(id), InputsJsonName);
            variables["DXFLOW_PROGRESS"] = Path.Combine(files.Attempt(id), "progress");
            variables["DXFLOW_RUN"] = $"{facts.Workflow}/{facts.Number}";
            variables["DXFLOW_STEP"] = node.Name;
            variables["DXFLOW_INDEX"] = id.Slice.ToString(CultureInfo.InvariantCulture);
            variables["DXFLOW_KEY"] = Text(node.Step!.Key, TemplateUse.Text, id.Step, scope);
            variables["DXFLOW_TASKS"] = node.Resources.Tasks.ToString(CultureInfo.InvariantCulture);
            variables["HOME"] = work;
            variables["TMPDIR"] = Path.Combine(work, "tmp");
            foreach (var (name, value) in scope.Own)
            {
                if (Variable(value) is { } text)
                {
                    variables["DXFLOW_INPUT_" + ServiceAddress.VariableName(name)] = text;
                }
            }
        }

        foreach (var (name, template) in node.Environment)
        {
            variables[name] = Text(template, TemplateUse.Environment, id.Step, scope);
        }

        return variables;
    }

    /// <summary>Scalars as text, artifacts as paths, the rest JSON; none for null, for secrets, and for what is too long.</summary>
    private static string? Variable(FlowValue value)
    {
        var text = value switch
        {
            { IsNull: true } or SecretValue => null,
            ListValue or MapValue => FlowJson.Text(value, FlowJsonForm.Task),
            _ => FlowText.Of(value),
        };
        return text is not null && Encoding.UTF8.GetByteCount(text) <= VariableBytesMax ? text : null;
    }

    private static void Check(List<string> command)
    {
        long sum = 0;
        foreach (var argument in command)
        {
            var bytes = Encoding.UTF8.GetByteCount(argument) + 1;
            sum += bytes;
            if (bytes > ArgumentBytesMax || sum > CommandBytesMax)
            {
                throw new FlowException(
                    FlowErrorKind.Limit,
                    bytes > ArgumentBytesMax
                        ? $"an argument of {bytes} bytes is more than a program can be given"
                        : "the command is longer than 1 MiB",
                    "read the values from the file that DXFLOW_INPUTS_JSON names");
            }
        }
    }

    private FlowValue Value(Template template, TemplateUse use, int step, RunScope scope) =>
        TemplateEvaluator.Value(Checked(template, use, step), new EvaluationScope(scope.Of));

    private string Text(Template template, TemplateUse use, int step, RunScope scope) =>
        TemplateEvaluator.Text(Checked(template, use, step), new EvaluationScope(scope.Of));

    private IEnumerable<string> Arguments(Template template, int step, RunScope scope) =>
        TemplateEvaluator.Arguments(Checked(template, TemplateUse.Argument, step), new EvaluationScope(scope.Of));

    private CheckedTemplate Checked(Template template, TemplateUse use, int step)
    {
        var node = plan.Nodes[step];
        var inputs = node.Step?.Inputs.ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type));
        var reader = new SymbolReader(node.Name, inputs, node.Step?.RunIf ?? RunIf.AllOk);
        return TemplateChecker.Check(template, use, new SymbolTyping(_symbols, reader).Of);
    }
}

/// <summary>A declared output with the path, evaluated, at which it is looked for.</summary>
internal sealed record DeclaredOutput(OutputPlan Plan, FlowType Type, string Path);
