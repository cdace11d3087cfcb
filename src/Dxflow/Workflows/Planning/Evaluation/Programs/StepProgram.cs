using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Evaluation.Programs;

/// <summary>
/// A node's templates, parsed and typed once for all its slices and attempts. The types are those the planner saw, so a checked
/// document never fails here by a type.
/// </summary>
internal sealed class StepProgram
{
    private readonly BodySymbols _body;
    private readonly SymbolReader _outside;
    private readonly SymbolReader _inside;
    private readonly SymbolReader _carrying;

    /// <summary>
    /// A turn of a loop is asked by its loop: <paramref name="host"/> says whose elements and turns it sees, and what it may take for
    /// granted. <paramref name="called"/> are the inputs of the document that it calls.
    /// </summary>
    public StepProgram(NodePlan node, BodySymbols body, StepPlan? host, IReadOnlyList<InputPlan>? called = null)
    {
        var step = node.Step;
        var elements = host?.Fan?.Each.ToDictionary(each => each.Name, each => FlowTypeText.Parse(each.Type), StringComparer.Ordinal);
        var types = Types(step?.Inputs ?? []);
        _body = body;
        _outside = new SymbolReader(node.Name, null, host?.RunIf ?? RunIf.AllOk, elements, InTurn: host?.Repeat is not null);
        _inside = _outside with { Inputs = types };
        var before = _outside with { Unsliced = true };
        Each = [.. (step?.Fan?.Each ?? []).Select(each => Element(each, elements![each.Name], before))];
        var left = NodeSymbol.Of(node).Outputs;
        _carrying = _outside with { Inputs = called is null ? types : Types(called), Turn = left };
        Inputs = [.. (step?.Inputs ?? []).Select(
            input => Input(input, types[input.Name], host?.Repeat?.Carry.FirstOrDefault(carry => carry.Input == input.Name)))];
        When = step?.When is { } when ? Compile(when, TemplateUse.Value, _inside with { InTurn = false }) : null;
        Until = host?.Repeat?.Until is { } until ? Compile(until, TemplateUse.Value, _inside with { Turn = left }) : null;
        Key = Compile(step?.Key ?? Template.Literal(node.Name), TemplateUse.Text, _inside);
        KeyTellsSlice = Key.References.Any(reference => reference.Kind is ReferenceKind.Each or ReferenceKind.Index);
        Command = [.. node.Command.Select(part => Compile(part, TemplateUse.Argument, _inside))];
        Environment = [.. node.Environment.Select(
            pair => KeyValuePair.Create(pair.Key, Compile(pair.Value, TemplateUse.Environment, _inside)))];
        Labels = [.. (node.Labels ?? new Dictionary<string, Template>()).Select(
            pair => KeyValuePair.Create(pair.Key, Compile(pair.Value, TemplateUse.Text, _inside)))];
        WorkingDirectory = Optional(node.WorkingDirectory);
        With = [.. (step?.Call?.With ?? []).Select(input => Input(input, FlowTypeText.Parse(input.Type), null))];
        Carry = (host?.Repeat?.Carry ?? []).ToDictionary(
            carry => carry.Input, carry => Compile(carry.From, TemplateUse.Value, _carrying), StringComparer.Ordinal);
        CarriesInputs = Carry.Values.Any(carry => carry.References.Any(static reference => reference.Kind == ReferenceKind.Input));
        Outputs = [.. (step?.Outputs ?? []).Where(IsLeft).Select(output => new OutputProgram(
            output, FlowTypeText.Parse(output.Type), Compile((output.File ?? output.Path ?? output.Glob)!, TemplateUse.Text, _inside)))];
        Steps = [.. Each.SelectMany(each => each.Steps).Concat(Inputs.SelectMany(input => input.Steps))
            .Concat(Environment.SelectMany(pair => StepsOf(pair.Value))).Distinct()];
    }

    public IReadOnlyList<EachProgram> Each { get; }

    public IReadOnlyList<InputProgram> Inputs { get; }

    /// <summary>What is given to the document that it calls.</summary>
    public IReadOnlyList<InputProgram> With { get; }

    /// <summary>From the second turn on, what an input takes over.</summary>
    public IReadOnlyDictionary<string, CheckedTemplate> Carry { get; }

    public IReadOnlyList<OutputProgram> Outputs { get; }

    public CheckedTemplate? When { get; }

    /// <summary>What is taken over is made of inputs too.</summary>
    public bool CarriesInputs { get; }

    /// <summary>When its loop is over.</summary>
    public CheckedTemplate? Until { get; }

    public CheckedTemplate Key { get; }

    /// <summary>Slices have keys of their own by what the key says.</summary>
    public bool KeyTellsSlice { get; }

    public IReadOnlyList<CheckedTemplate> Command { get; }

    public IReadOnlyList<KeyValuePair<string, CheckedTemplate>> Environment { get; }

    public IReadOnlyList<KeyValuePair<string, CheckedTemplate>> Labels { get; }

    public CheckedTemplate? WorkingDirectory { get; }

    /// <summary>All steps that its inputs and variables refer to.</summary>
    public IReadOnlyList<int> Steps { get; }

    private static Dictionary<string, FlowType> Types(IReadOnlyList<InputPlan> inputs) =>
        inputs.ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type), StringComparer.Ordinal);

    // The outputs of a step that calls a document are that one's.
    private static bool IsLeft(OutputPlan output) => output.File is not null || output.Path is not null || output.Glob is not null;

    private CheckedTemplate? Optional(Template? template) => template is null ? null : Compile(template, TemplateUse.Text, _inside);

    private EachProgram Element(EachPlan each, FlowType element, SymbolReader before)
    {
        var from = each.From is null ? null : Compile(each.From, TemplateUse.Value, before);
        return new EachProgram(each, FlowType.ListOf(element), from, StepsOf(from));
    }

    private InputProgram Input(InputPlan input, FlowType type, CarryPlan? carry)
    {
        var from = input.From is null ? null : Compile(input.From, TemplateUse.Value, _outside);
        var carried = carry is null ? null : Compile(carry.From, TemplateUse.Value, _carrying);
        return new InputProgram(input, type, from, Optional(input.Path), StepsOf(from), from?.References.Any(Varies) ?? false, carried);
    }

    private int[] StepsOf(CheckedTemplate? template) =>
        [.. (template?.References ?? []).Select(reference => reference.Step).OfType<string>().Distinct().Select(step => _body.Index[step])];

    // How a run went is known to on_exit, and may be asked before.
    private static bool Varies(Reference reference) =>
        reference.IsOfSlice || reference.Kind is ReferenceKind.RunState or ReferenceKind.RunReason or ReferenceKind.RunFailed;

    private CheckedTemplate Compile(Template template, TemplateUse use, SymbolReader reader) =>
        TemplateChecker.Check(template, use, new SymbolTyping(_body.Symbols, reader).Of);
}

/// <summary>A list of <c>each</c>, and the steps that it is made of.</summary>
internal sealed record EachProgram(EachPlan Plan, FlowType Type, CheckedTemplate? From, IReadOnlyList<int> Steps);

/// <summary>
/// An input with its type, its value's template and the steps which that refers to, and the template of its path. One that
/// <see cref="Varies"/> is another in each slice. From the second turn of a loop on it may be <see cref="Carry"/>.
/// </summary>
internal sealed record InputProgram(
    InputPlan Plan,
    FlowType Type,
    CheckedTemplate? From,
    CheckedTemplate? Path,
    IReadOnlyList<int> Steps,
    bool Varies,
    CheckedTemplate? Carry = null);

internal sealed record OutputProgram(OutputPlan Plan, FlowType Type, CheckedTemplate Path);
