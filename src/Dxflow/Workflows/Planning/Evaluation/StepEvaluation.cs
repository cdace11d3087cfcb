using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation.Programs;
using Dxflow.Workflows.Planning.Evaluation.Tasks;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Evaluates what a plan left open, without I/O, clock or state of its own (it keeps parsed templates, and what is the same for all
/// slices, so one loop uses it):
/// <list type="number">
/// <item>the elements of <c>each</c> that are this slice's, and its inputs, each exactly of its declared type;</item>
/// <item>where their artifacts will lie, which gives them paths;</item>
/// <item>key, command (one argument per template), environment, working directory.</item>
/// </list>
/// What cannot be evaluated is a <see cref="FlowException"/> with place, expression and values: the attempt fails as
/// <c>bad_input</c>.
/// </summary>
internal sealed class StepEvaluation(RunPlan plan)
{
    /// <summary>No list of <c>each</c> has more elements.</summary>
    public const int SlicesMax = 10_000_000;

    /// <summary>
    /// Of so many slices the variables with a secret's name are looked up for everything that is shown. What is of one slice (its logs, its
    /// outputs, why it failed) is masked with that one's own besides, whichever it is.
    /// </summary>
    public const int SecretSlicesMax = 1_000;

    private readonly IReadOnlyList<BodyPlan> _plans = BodyPlan.All(plan);
    private readonly IReadOnlyList<BodySymbols> _bodies = BodySymbols.Of(plan);
    private readonly StepProgram?[] _programs = new StepProgram?[plan.Nodes.Count];
    private readonly BodySymbols?[] _bodyOf = new BodySymbols?[plan.Nodes.Count];
    private readonly KnownValues _known = new();
    private readonly StepHosts _hosts = new(plan);

    private readonly IReadOnlyList<(OutputPlan Plan, CheckedTemplate Value)>?[] _results =
        new IReadOnlyList<(OutputPlan, CheckedTemplate)>?[(plan.Bodies?.Count ?? 0) + 1];

    private readonly ServiceVariables _services = new(plan);

    /// <summary>What <c>when</c> says; true if there is none.</summary>
    public bool When(RunView view, int node, SliceView slice)
    {
        if (Program(node).When is not { } when)
        {
            return true;
        }

        var references = References(view, node, slice);
        if (when.References.Any(reference => reference.Kind == ReferenceKind.Input))
        {
            ReadInputs(node, view, slice, references);
        }

        return Condition(when, Scope(view, references), "`when`");
    }

    /// <summary>How many slices a node has: as many as the lists of its <c>each</c> have elements, which is the same number.</summary>
    public int Fan(RunView view, int node)
    {
        var lists = Program(node).Each;
        if (lists.Count == 0)
        {
            return 1;
        }

        var counts = lists.Select(each => List(view, node, each).Items.Count).ToList();
        if (counts.Any(count => count != counts[0]))
        {
            var lengths = lists.Zip(counts, static (each, count) => $"`{each.Plan.Name}` has {count}");
            throw Wrong(lists[0], new FlowError(
                FlowErrorKind.Value, $"the lists of `each` are of unequal lengths: {string.Join(", ", lengths)}",
                "lists are taken element by element; all pairs are product(a, b)"));
        }

        return counts[0] <= SlicesMax ? counts[0] : throw Wrong(lists[0], new FlowError(
            FlowErrorKind.Limit, $"`each` makes {counts[0]} slices, and {SlicesMax} are the most",
            "give each slice a part: chunk(list, 100)"));
    }

    /// <summary>
    /// The key of a slice, without that of the slice or turn around it: what <c>key</c> says, and the index where that does not tell
    /// slices apart.
    /// </summary>
    public string Key(RunView view, int node, SliceView slice)
    {
        var (program, references) = (Program(node), References(view, node, slice));
        if (program.Key.References.Any(reference => reference.Kind == ReferenceKind.Input))
        {
            ReadInputs(node, view, slice, references);
        }

        return Key(program, node, slice, Scope(view, references));
    }

    /// <summary>
    /// Whether a loop is over after this turn, which has left these outputs; false without a condition. The node is the loop, or its body.
    /// </summary>
    public bool Until(RunView view, int node, SliceView slice, JsonElement outputs)
    {
        if (Program(node).Until is not { } until)
        {
            return false;
        }

        var references = References(view, node, slice);
        if (until.References.Any(reference => reference.Kind == ReferenceKind.Input))
        {
            ReadInputs(node, view, slice, references);
        }

        return Condition(until, Scope(view, References(view, node, slice with { Before = outputs }).With(references.Own)), "`until`");
    }

    /// <summary>The typed inputs of a slice, without paths.</summary>
    public IReadOnlyDictionary<string, FlowValue> Inputs(RunView view, int node, SliceView slice)
    {
        var references = References(view, node, slice);
        ReadInputs(node, view, slice, references);
        return references.Own;
    }

    /// <summary>
    /// The inputs of the document that a step calls: what the step gives, carries on from the turn before, or else their defaults; each of
    /// its type, and within what is allowed.
    /// </summary>
    public IReadOnlyDictionary<string, FlowValue> With(RunView view, int node, SliceView slice)
    {
        var (program, scope, carried) = (Program(node), Scope(view, References(view, node, slice)), Carried(view, node, slice));
        var given = program.With.ToDictionary(input => input.Plan.Name, StringComparer.Ordinal);
        var values = new Dictionary<string, FlowValue>(StringComparer.Ordinal);
        foreach (var input in _plans[plan.Nodes[node].Step!.Call!.Body].Inputs)
        {
            var type = FlowTypeText.Parse(input.Type);
            var value = slice.Turn > 0 && program.Carry.TryGetValue(input.Name, out var carry) ? TemplateEvaluator.Value(carry, carried)
                : given.TryGetValue(input.Name, out var with) ? Given(view, node, with, scope)
                : FlowValue.Null;
            if (value.IsNull && input.Default is { } standby)
            {
                value = _known.Of(view, new KnownKey(node, KnownKind.Default, input.Name), [], () => InputText.Read(standby, type));
            }

            values[input.Name] = Checked(input, type, value);
        }

        return values;
    }

    public EvaluatedTask Task(RunView view, int node, SliceView slice, TaskPlaces places)
    {
        var (program, references) = (Program(node), References(view, node, slice));
        var scope = Scope(view, references);
        ReadInputs(node, view, slice, references);                                              // 1
        var placements = TaskParts.Place(program, references, scope, places);                      // 2
        var turn = slice.Turn is { } at ? string.Create(CultureInfo.InvariantCulture, $"/{at}") : "";
        var key = view.Within + Key(program, node, slice, scope) + turn;                 // 3
        var (command, entrypoint) = TaskParts.Command(plan.Nodes[node], program, scope, places);
        var isStep = plan.Nodes[node].Kind == NodeKind.Step;
        return new EvaluatedTask(
            key,
            references.Own,
            placements,
            command,
            new TaskEnvironment(_services.Of(Body(node).First, view.Frame, plan.Nodes[node].Container is not null), view, places)
                .Of(plan.Nodes[node], slice.Index, key, references.Own, TaskParts.Variables(program, scope)),
            TaskParts.Directory(plan, plan.Nodes[node], program, scope, places),
            isStep ? InputsFile.Text(plan.Nodes[node].Step!.Inputs, references.Own) : "",
            entrypoint,
            program.Labels.ToDictionary(pair => pair.Key, pair => TemplateEvaluator.Text(pair.Value, scope), StringComparer.Ordinal),
            view.Frame);
    }

    /// <summary>What the step is expected to leave, with each path evaluated.</summary>
    public IReadOnlyList<ExpectedOutput> Outputs(RunView view, int node, SliceView slice, TaskPlaces places)
    {
        var (program, references) = (Program(node), References(view, node, slice));
        ReadInputs(node, view, slice, references);
        var scope = Scope(view, references);
        TaskParts.Place(program, references, scope, places);
        return [.. program.Outputs.Select(
            output => new ExpectedOutput(output.Plan, output.Type, TemplateEvaluator.Text(output.Path, scope)))];
    }

    /// <summary>
    /// What decides the result of a slice. The view is to say nothing of the run that is not the same in another run of the same work.
    /// </summary>
    public TaskDigest Digest(RunView view, int node, SliceView slice)
    {
        var (program, references, of) = (Program(node), References(view, node, slice), plan.Nodes[node]);
        var (scope, places) = (Scope(view, references), TaskPlaces.Nowhere);
        var digest = new TaskDigest(of.Container is null ? "program" : "image", of.Container?.Image.Reference, of.Made);
        ReadInputs(node, view, slice, references);
        foreach (var input in program.Inputs)
        {
            digest.Add($"input {input.Plan.Name}", references.Own[input.Plan.Name]);
        }

        var placements = TaskParts.Place(program, references, scope, places);
        digest.Add("places of inputs", placements.Select(static one => one.Writable ? one.RelativePath + ":w" : one.RelativePath));
        var (command, entrypoint) = TaskParts.Command(plan.Nodes[node], program, scope, places);
        if (of.Script is { } script)
        {
            digest.Add("script", script);
            digest.Add("interpreter", command);
        }
        else
        {
            digest.Add("entrypoint", entrypoint is { } first ? ["", .. command.Take(first)] : []);
            digest.Add("command", command.Skip(entrypoint ?? 0));
        }

        digest.Add("working_dir", program.WorkingDirectory is { } directory ? TemplateEvaluator.Text(directory, scope) : "");
        foreach (var (name, text) in TaskParts.Variables(program, scope))
        {
            digest.Add($"environment {name}", SecretNames.Match(name) ? "" : text);
        }

        foreach (var file in of.Container?.Files?.Where(static file => !file.Secret) ?? [])
        {
            digest.Add($"config {file.Name}", [file.Target, file.Content ?? file.Source ?? ""]);
        }

        foreach (var output in program.Outputs)
        {
            digest.Add($"output {output.Plan.Name}", [
                output.Plan.Type, output.Plan.File is not null ? "file" : output.Plan.Glob is not null ? "glob" : "path",
                TemplateEvaluator.Text(output.Path, scope), output.Plan.Default ?? "", output.Plan.Collect.ToString()]);
        }

        return digest;
    }

    /// <summary>Whether a variable with a secret's name takes anything from references in this body or in a loop of it.</summary>
    public bool HoldsSecrets(int body) => SecretNodes(body).Any();

    /// <summary>
    /// What variables with a secret's name take from references, as far as it is known by now. Their literal values are the plan's.
    /// </summary>
    public IEnumerable<string> Secrets(RunView view, int body = 0) => SecretNodes(body)
        .Select(node => _known.Of(view, new KnownKey(node, KnownKind.Secrets), Program(node).Steps, () => SecretsOf(view, node)))
        .SelectMany(static found => ((ListValue)found).Items.Cast<StringValue>().Select(static text => text.Value));

    /// <summary>What variables with a secret's name take from references in one slice; nothing if that is not known yet.</summary>
    public IReadOnlyCollection<string> Secrets(RunView view, int node, SliceView slice)
    {
        if (!NamesSecrets(node))
        {
            return [];
        }

        try
        {
            var references = References(view, node, slice);
            ReadInputs(node, view, slice, references);
            return [.. SecretNamed(node).Select(template => TemplateEvaluator.Text(template, Scope(view, references)))];
        }
        catch (FlowException)
        {
            // What it refers to is not there yet, so nobody has seen it either.
            return [];
        }
    }

    /// <summary>Whether a carried input of a loop is made of inputs of the turn before.</summary>
    public bool CarriesInputs(int node) => Program(node).CarriesInputs;

    /// <summary>
    /// The outputs of the workflow, or of a document that is called. One that cannot be evaluated is null and has its error beside it: in a
    /// failed run that is no news.
    /// </summary>
    public (IReadOnlyDictionary<string, FlowValue> Values, IReadOnlyDictionary<string, FlowError> Errors) Results(
        RunView view, int body = 0)
    {
        var scope = Scope(view, new RunReferences(new RunScope(plan, _bodies[body].Index, view, _known), default));
        var typing = new SymbolTyping(_bodies[body].Symbols, new SymbolReader(null, null));
        var values = new Dictionary<string, FlowValue>(StringComparer.Ordinal);
        var errors = new Dictionary<string, FlowError>(StringComparer.Ordinal);
        foreach (var (output, template) in _results[body] ??= [.. _plans[body].Outputs.Select(
            output => (output, TemplateChecker.Check(output.Value!, TemplateUse.Value, typing.Of)))])
        {
            try
            {
                values[output.Name] = FlowConversion.Keep(TemplateEvaluator.Value(template, scope), FlowTypeText.Parse(output.Type));
            }
            catch (FlowException failed)
            {
                values[output.Name] = FlowValue.Null;
                errors[output.Name] = failed.Error;
            }
        }

        return (values, errors);
    }

    private FlowValue Given(RunView view, int node, InputProgram input, EvaluationScope scope) => input.Varies
        ? Read(input, input.From, scope)
        : _known.Of(view, new KnownKey(node, KnownKind.With, input.Plan.Name), input.Steps, () => Read(input, input.From, scope));

    private static FlowValue Checked(InputPlan input, FlowType type, FlowValue value)
    {
        try
        {
            var kept = FlowConversion.Keep(value, type);
            return InputRules.Broken(kept, type, input.Values, input.Min, input.Max, input.Pattern) is { } broken
                ? throw new FlowException(FlowErrorKind.Value, broken) : kept;
        }
        catch (FlowException wrong)
        {
            throw new FlowException(wrong.Error with { Message = $"the input '{input.Name}': {wrong.Error.Message}", At = input.At });
        }
    }

    private static bool Condition(CheckedTemplate condition, EvaluationScope scope, string what) =>
        TemplateEvaluator.Value(condition, scope) switch
        {
            BoolValue verdict => verdict.Value,
            StringValue { Value: "true" } => true,
            StringValue { Value: "false" } => false,
            var other => throw new FlowException(
                FlowErrorKind.Type, $"{what} is {FlowType.A(other.TypeName)}: {other}", "a condition is a bool"),
        };

    private IEnumerable<int> SecretNodes(int body) => Enumerable.Range(0, plan.Nodes.Count)
        .Where(node => NamesSecrets(node) && _bodies[body].Holds(_hosts.Of(node)));

    private bool NamesSecrets(int node) =>
        plan.Nodes[node].Environment.Any(static pair => SecretNames.Match(pair.Key) && pair.Value.HasExpressions);

    private ListValue SecretsOf(RunView view, int node)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var index in Enumerable.Range(0, Math.Min(Known(view, node, SecretNamed(node)), SecretSlicesMax)))
        {
            found.UnionWith(Secrets(view, node, new SliceView(index, Turn: 0)));
        }

        return new ListValue([.. found.Select(static text => new StringValue(text))]);
    }

    private List<CheckedTemplate> SecretNamed(int node) =>
        [.. Program(node).Environment.Where(static pair => SecretNames.Match(pair.Key)).Select(static pair => pair.Value)];

    // How many slices may differ in these templates, as far as that is known.
    private int Known(RunView view, int node, List<CheckedTemplate> templates)
    {
        if (_hosts.Fan(node) < 0 || !templates.Any(template => template.References.Any(static reference => reference.IsOfSlice)))
        {
            return 1;
        }

        try
        {
            return Fan(view, _hosts.Fan(node));
        }
        catch (FlowException)
        {
            return 0;
        }
    }

    private string Key(StepProgram program, int node, SliceView slice, EvaluationScope scope)
    {
        var key = TemplateEvaluator.Text(program.Key, scope);
        return program.KeyTellsSlice || _hosts.Fan(node) < 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}/{slice.Index}");
    }

    private RunReferences References(RunView view, int node, SliceView slice)
    {
        var fan = _hosts.Fan(node);
        return new RunReferences(
            new RunScope(plan, Body(node).Index, view, _known), slice, plan.Nodes[node],
            fan < 0 ? null : name => Element(view, fan, slice.Index, name));
    }

    private FlowValue Element(RunView view, int fan, int slice, string name)
    {
        var list = List(view, fan, Program(fan).Each.First(each => each.Plan.Name == name));
        return slice < list.Items.Count ? list.Items[slice]
            : throw new FlowException(FlowErrorKind.Missing, $"each.{name} has {list.Items.Count} elements, and this is slice {slice}");
    }

    private ListValue List(RunView view, int node, EachProgram each) => (ListValue)_known.Of(
        view, new KnownKey(node, KnownKind.Each, each.Plan.Name), each.Steps, () => Read(view, node, each));

    private FlowValue Read(RunView view, int node, EachProgram each)
    {
        if (each.From is null)
        {
            return FlowJsonReader.Parse(each.Plan.Values!, each.Type);
        }

        var value = TemplateEvaluator.Value(
            each.From, Scope(view, new RunReferences(new RunScope(plan, Body(node).Index, view, _known), default)));
        try
        {
            return FlowConversion.Keep(value, each.Type);
        }
        catch (FlowException wrong)
        {
            throw Wrong(each, wrong.Error with { Message = $"`each.{each.Plan.Name}`: {wrong.Error.Message}" });
        }
    }

    private static FlowException Wrong(EachProgram each, FlowError error) =>
        new(error with { At = each.Plan.At, Expression = each.From?.Lone?.Source.Text.Trim() });

    private BodySymbols Body(int node) => _bodyOf[node] ??= _bodies.First(body => body.Holds(node));

    private StepProgram Program(int node) => _programs[node] ??= new StepProgram(
        plan.Nodes[node], Body(node), plan.Nodes[_hosts.Of(node)].Step,
        plan.Nodes[node].Step?.Call is { Inline: false } call ? _plans[call.Body].Inputs : null);

    private static EvaluationScope Scope(RunView view, RunReferences references) => new(references.Of, view.Tree);

    /// <summary>What `carry` sees: the outputs and the inputs of the turn before.</summary>
    private EvaluationScope Carried(RunView view, int node, SliceView slice)
    {
        var references = References(view, node, slice);
        return Scope(view, slice.GivenBefore is { } given ? references.With(given) : references);
    }

    private void ReadInputs(int node, RunView view, SliceView slice, RunReferences references)
    {
        var scope = Scope(view, references);
        foreach (var input in Program(node).Inputs)
        {
            references.Own[input.Plan.Name] =
                input.Carry is not null && slice.Turn > 0 ? Read(input, input.Carry, Carried(view, node, slice))
                : input.Varies ? Read(input, input.From, scope)
                : _known.Of(view, new KnownKey(node, KnownKind.Input, input.Plan.Name), input.Steps, () => Read(input, input.From, scope));
        }
    }

    private static FlowValue Read(InputProgram input, CheckedTemplate? from, EvaluationScope scope)
    {
        var value = from is null ? FlowValue.Null : TemplateEvaluator.Value(from, scope);
        if (value.IsNull && input.Plan.Default is { } standby)
        {
            value = InputText.Read(standby, input.Type);
        }

        try
        {
            return FlowConversion.Keep(value, input.Type);
        }
        catch (FlowException wrong)
        {
            throw new FlowException(wrong.Error with
            {
                Message = $"the input '{input.Plan.Name}': {wrong.Error.Message}",
                At = input.Plan.At,
                Expression = from?.Lone?.Source.Text,
            });
        }
    }
}
