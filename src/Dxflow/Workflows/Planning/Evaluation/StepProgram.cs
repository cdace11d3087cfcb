using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// A node's templates, parsed and typed once for all its slices and attempts. The types are those the planner saw, so a checked
/// document never fails here by a type.
/// </summary>
internal sealed class StepProgram
{
    private readonly FlowSymbols _symbols;
    private readonly SymbolReader _outside;
    private readonly SymbolReader _inside;

    public StepProgram(NodePlan node, FlowSymbols symbols)
    {
        var step = node.Step;
        var types = (step?.Inputs ?? []).ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type), StringComparer.Ordinal);
        _symbols = symbols;
        _outside = new SymbolReader(node.Name, null, step?.RunIf ?? RunIf.AllOk);
        _inside = new SymbolReader(node.Name, types, step?.RunIf ?? RunIf.AllOk);
        Inputs = [.. (step?.Inputs ?? []).Select(input => new InputProgram(
            input, types[input.Name], input.From is null ? null : Compile(input.From, TemplateUse.Value, _outside), Optional(input.Path)))];
        When = step?.When is { } when ? Compile(when, TemplateUse.Value, _inside) : null;
        Key = Compile(step?.Key ?? Template.Literal(node.Name), TemplateUse.Text, _inside);
        Command = [.. node.Command.Select(part => Compile(part, TemplateUse.Argument, _inside))];
        Environment = [.. node.Environment.Select(
            pair => KeyValuePair.Create(pair.Key, Compile(pair.Value, TemplateUse.Environment, _inside)))];
        Labels = [.. (node.Labels ?? new Dictionary<string, Template>()).Select(
            pair => KeyValuePair.Create(pair.Key, Compile(pair.Value, TemplateUse.Text, _inside)))];
        WorkingDirectory = Optional(node.WorkingDirectory);
        Outputs = [.. (step?.Outputs ?? []).Select(output => new OutputProgram(
            output, FlowTypeText.Parse(output.Type), Compile((output.File ?? output.Path ?? output.Glob)!, TemplateUse.Text, _inside)))];
    }

    public IReadOnlyList<InputProgram> Inputs { get; }

    public IReadOnlyList<OutputProgram> Outputs { get; }

    public CheckedTemplate? When { get; }

    public CheckedTemplate Key { get; }

    public IReadOnlyList<CheckedTemplate> Command { get; }

    public IReadOnlyList<KeyValuePair<string, CheckedTemplate>> Environment { get; }

    public IReadOnlyList<KeyValuePair<string, CheckedTemplate>> Labels { get; }

    public CheckedTemplate? WorkingDirectory { get; }

    private CheckedTemplate? Optional(Template? template) => template is null ? null : Compile(template, TemplateUse.Text, _inside);

    private CheckedTemplate Compile(Template template, TemplateUse use, SymbolReader reader) =>
        TemplateChecker.Check(template, use, new SymbolTyping(_symbols, reader).Of);
}

/// <summary>An input with its type, its value's template, and the template of its path.</summary>
internal sealed record InputProgram(InputPlan Plan, FlowType Type, CheckedTemplate? From, CheckedTemplate? Path);

internal sealed record OutputProgram(OutputPlan Plan, FlowType Type, CheckedTemplate Path);
