using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Planning.Building.Calls;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>What every part of a plan is built from: one of its documents, our keys, the options, and where problems go.</summary>
internal sealed record PlanContext(CalledDocument Document, PlanOptions Options, FlowSymbols Symbols)
{
    public ComposeReading Reading => Document.Reading;

    public ComposeSpec Spec => Reading.Spec;

    public FlowSpec Flow => Document.Flow;

    public Problems Problems => Reading.Problems;

    public IReadOnlyList<ServiceSpec> Enabled => Document.Enabled;

    /// <summary>What steps of this document, and of those that it calls, have for bodies.</summary>
    public BodyList Bodies { get; init; } = new();

    private readonly Dictionary<string, int> _index =
        Document.Enabled.Index().ToDictionary(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);

    /// <summary>What is known of the document that is run; null: this is it.</summary>
    public PlanContext? Run { get; init; }

    /// <summary>Of the document that is run: some that is called has services, which are in the networks of the run.</summary>
    public bool HasCalledServices { get; init; }

    /// <summary>Whether a step has anybody to talk to: something that is none.</summary>
    public bool HasServices { get; } = Document.Enabled.Any(service => !service.IsStep);

    public int? IndexOf(string name) => _index.TryGetValue(name, out var index) ? index : null;

    public ServiceSpec Service(string name) => Enabled[_index[name]];

    /// <summary>Checks a template, and tells what is wrong with it.</summary>
    public CheckedTemplate Check(Template template, TemplateUse use, SymbolReader reader)
    {
        var found = TemplateChecker.Check(template, use, new SymbolTyping(Symbols, reader).Of);
        foreach (var error in found.Errors)
        {
            Problems.Add(error);
        }

        return found;
    }
}
