using Dxflow.Foundation.Values;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Evaluates what a plan left open, without I/O, clock or state of its own (it keeps parsed templates, so one loop uses it):
/// <list type="number">
/// <item>the node's inputs, each exactly of its declared type;</item>
/// <item>where their artifacts will lie, which gives them paths;</item>
/// <item>key, command (one argument per template), environment, working directory.</item>
/// </list>
/// What cannot be evaluated is a <see cref="FlowException"/> with place, expression and values: the attempt fails as
/// <c>bad_input</c>.
/// </summary>
internal sealed class StepEvaluation(RunPlan plan)
{
    private readonly FlowSymbols _symbols = FlowSymbols.Of(plan);
    private readonly StepProgram?[] _programs = new StepProgram?[plan.Nodes.Count];
    private readonly Dictionary<string, int> _index =
        plan.Nodes.Index().ToDictionary(node => node.Item.Name, node => node.Index, StringComparer.Ordinal);

    // Once for all tasks: it is a look at every node.
    private readonly IReadOnlyList<KeyValuePair<string, string>> _services = [.. ServiceAddress.Variables(plan, fromContainer: false)];
    private readonly IReadOnlyList<KeyValuePair<string, string>> _names = [.. ServiceAddress.Variables(plan, fromContainer: true)];

    /// <summary>What <c>when</c> says; true if there is none.</summary>
    public bool When(RunView view, int node, SliceView slice)
    {
        if (Program(node).When is not { } when)
        {
            return true;
        }

        var references = References(view, node, slice);
        if (when.References.Any(reference => reference.Kind == Flow.Expressions.ReferenceKind.Input))
        {
            ReadInputs(node, view, references);
        }

        return TemplateEvaluator.Value(when, Scope(view, references)) switch
        {
            BoolValue verdict => verdict.Value,
            StringValue { Value: "true" } => true,
            StringValue { Value: "false" } => false,
            var other => throw new FlowException(
                FlowErrorKind.Type, $"`when` is {FlowType.A(other.TypeName)}: {other}", "a condition is a bool"),
        };
    }

    /// <summary>The typed inputs of a node, without paths.</summary>
    public IReadOnlyDictionary<string, FlowValue> Inputs(RunView view, int node, SliceView slice)
    {
        var references = References(view, node, slice);
        ReadInputs(node, view, references);
        return references.Own;
    }

    public EvaluatedTask Task(RunView view, int node, SliceView slice, TaskPlaces places)
    {
        var (program, references) = (Program(node), References(view, node, slice));
        var scope = Scope(view, references);
        ReadInputs(node, view, references);                                              // 1
        var placements = Place(program, references, scope, places);                      // 2
        var key = TemplateEvaluator.Text(program.Key, scope);                            // 3
        var (command, entrypoint) = Command(node, program, scope, places);
        var isStep = plan.Nodes[node].Kind == NodeKind.Step;
        return new EvaluatedTask(
            key,
            references.Own,
            placements,
            command,
            new TaskEnvironment(plan.Nodes[node].Container is null ? _services : _names, view, places)
                .Of(plan.Nodes[node], slice.Index, key, references.Own, Variables(program, scope)),
            Directory(plan.Nodes[node], program, scope, places),
            isStep ? InputsFile.Text(plan.Nodes[node].Step!.Inputs, references.Own) : "",
            entrypoint,
            program.Labels.ToDictionary(pair => pair.Key, pair => TemplateEvaluator.Text(pair.Value, scope), StringComparer.Ordinal));
    }

    /// <summary>Where the program starts; empty: where its image says.</summary>
    private string Directory(NodePlan node, StepProgram program, EvaluationScope scope, TaskPlaces places)
    {
        var wanted = program.WorkingDirectory is { } template ? TemplateEvaluator.Text(template, scope) : "";
        return node.Kind == NodeKind.Step ? Path.GetFullPath(Path.Combine(places.Work, wanted))
            : node.Container is not null ? wanted
            : Path.GetFullPath(Path.Combine(plan.Elsewhere ? places.Work : plan.ProjectDirectory, wanted));
    }

    /// <summary>What the step is expected to leave, with each path evaluated.</summary>
    public IReadOnlyList<ExpectedOutput> Outputs(RunView view, int node, SliceView slice, TaskPlaces places)
    {
        var (program, references) = (Program(node), References(view, node, slice));
        ReadInputs(node, view, references);
        var scope = Scope(view, references);
        Place(program, references, scope, places);
        return [.. program.Outputs.Select(
            output => new ExpectedOutput(output.Plan, output.Type, TemplateEvaluator.Text(output.Path, scope)))];
    }

    /// <summary>
    /// What variables with a secret's name take from references, as far as it is known by now. Their literal values are the plan's.
    /// </summary>
    public IEnumerable<string> Secrets(RunView view) =>
        Enumerable.Range(0, plan.Nodes.Count).Where(HoldsSecrets).SelectMany(node => Secrets(view, node));

    /// <summary>
    /// The workflow's own outputs. One that cannot be evaluated is null and has its error beside it: in a failed run that is no news.
    /// </summary>
    public (IReadOnlyDictionary<string, FlowValue> Values, IReadOnlyDictionary<string, FlowError> Errors) Results(RunView view, int body = 0)
    {
        var references = new RunReferences(plan, _index, view, 0);
        var typing = new SymbolTyping(_symbols, new SymbolReader(null, null));
        var values = new Dictionary<string, FlowValue>(StringComparer.Ordinal);
        var errors = new Dictionary<string, FlowError>(StringComparer.Ordinal);
        foreach (var output in plan.Outputs)
        {
            try
            {
                var found = TemplateEvaluator.Value(
                    TemplateChecker.Check(output.Value!, TemplateUse.Value, typing.Of), Scope(view, references));
                values[output.Name] = FlowConversion.Keep(found, FlowTypeText.Parse(output.Type));
            }
            catch (FlowException failed)
            {
                values[output.Name] = FlowValue.Null;
                errors[output.Name] = failed.Error;
            }
        }

        return (values, errors);
    }

    public int Fan(RunView view, int node) => throw new NotSupportedException();

    public string Key(RunView view, int node, SliceView slice) => plan.Nodes[node].Name;

    public IReadOnlyDictionary<string, FlowValue> With(RunView view, int node, SliceView slice) => throw new NotSupportedException();

    public bool Until(RunView view, int node, SliceView slice, System.Text.Json.JsonElement outputs) => throw new NotSupportedException();

    private bool HoldsSecrets(int node) =>
        plan.Nodes[node].Environment.Any(static pair => SecretNames.Match(pair.Key) && pair.Value.HasExpressions);

    private List<string> Secrets(RunView view, int node)
    {
        var (found, references) = (new List<string>(), References(view, node, default));
        try
        {
            ReadInputs(node, view, references);
            var named = Program(node).Environment.Where(static pair => SecretNames.Match(pair.Key));
            found.AddRange(named.Select(pair => TemplateEvaluator.Text(pair.Value, Scope(view, references))));
        }
        catch (FlowException)
        {
            // What it refers to is not there yet, so nobody has seen it either.
        }

        return found;
    }

    private RunReferences References(RunView view, int node, SliceView slice) =>
        new(plan, _index, view, slice.Index, plan.Nodes[node].Container is not null);

    private StepProgram Program(int node) => _programs[node] ??= new StepProgram(plan.Nodes[node], _symbols);

    private static EvaluationScope Scope(RunView view, RunReferences references) => new(references.Of, view.Tree);

    private void ReadInputs(int node, RunView view, RunReferences references)
    {
        var scope = Scope(view, references);
        foreach (var input in Program(node).Inputs)
        {
            var value = input.From is null ? FlowValue.Null : TemplateEvaluator.Value(input.From, scope);
            if (value.IsNull && input.Plan.Default is { } standby)
            {
                value = InputText.Read(standby, input.Type);
            }

            try
            {
                references.Own[input.Plan.Name] = FlowConversion.Keep(value, input.Type);
            }
            catch (FlowException wrong)
            {
                throw new FlowException(wrong.Error with
                {
                    Message = $"the input '{input.Plan.Name}': {wrong.Error.Message}",
                    At = input.Plan.At,
                    Expression =
                        input.From?.Lone?.Source.Text,
                });
            }
        }
    }

    private static IReadOnlyList<Placement> Place(StepProgram program, RunReferences references, EvaluationScope scope, TaskPlaces places)
    {
        // All paths first: a path may name another input, whose own path is not part of its text.
        var paths = program.Inputs.Select(input => input.Path is null ? null : TemplateEvaluator.Text(input.Path, scope)).ToList();
        var placer = new Placer(places);
        foreach (var (input, path) in program.Inputs.Zip(paths))
        {
            references.Own[input.Plan.Name] = placer.Place(input.Plan, references.Own[input.Plan.Name], path);
        }

        return placer.Placements;
    }

    private (List<string> Arguments, int? Entrypoint) Command(int node, StepProgram program, EvaluationScope scope, TaskPlaces places)
    {
        var first = plan.Nodes[node].Entrypoint;
        var command = program.Command.Take(first ?? 0).SelectMany(part => TemplateEvaluator.Arguments(part, scope)).ToList();
        int? entrypoint = first is null ? null : command.Count;
        command.AddRange(program.Command.Skip(first ?? 0).SelectMany(part => TemplateEvaluator.Arguments(part, scope)));
        if (plan.Nodes[node].Script is not null)
        {
            command.Add(places.Script);
        }

        TaskLimit.CheckCommand(command);
        return (command, entrypoint);
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(StepProgram program, EvaluationScope scope) =>
        program.Environment.Select(pair => KeyValuePair.Create(pair.Key, TemplateEvaluator.Text(pair.Value, scope)));
}
