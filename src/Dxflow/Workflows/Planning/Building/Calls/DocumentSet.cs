using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Including;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Steps;

namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>
/// All documents of a plan, each once however often it is called: found from step to step, beginning with the one that is run.
/// </summary>
internal sealed class DocumentSet
{
    public const int DocumentsMax = 100;

    private readonly Dictionary<DocumentKey, CalledDocument> _known = [];
    private readonly List<CalledDocument> _all = [];
    private readonly BodyList _bodies;
    private readonly ComposeReading _main;
    private readonly FileNames _names;

    private DocumentSet(ComposeReading main, BodyList bodies) =>
        (_main, _bodies, _names) = (main, bodies, new FileNames(main.Source.Documents[0]));

    private Problems Problems => _main.Problems;

    public static IReadOnlyList<CalledDocument> Load(
        ComposeReading reading, FlowSpec flow, IReadOnlyList<ServiceSpec> enabled, BodyList bodies)
    {
        var set = new DocumentSet(reading, bodies);
        // Of several files merged none alone is the document.
        var path = reading.Source.Documents is [var only] ? only.Path : "";
        set.Add(new CalledDocument(
            new DocumentKey(path), reading.Source.Documents[0].Name, 0, reading, reading, flow, enabled));
        for (var next = 0; next < set._all.Count; next++)
        {
            set.Follow(set._all[next]);
        }

        CallChecks.Check(set._all);
        OutputTypes.Find(set._all);
        return set._all;
    }

    private CalledDocument Add(CalledDocument document)
    {
        _known[document.Key] = document;
        _all.Add(document);
        return document;
    }

    private void Follow(CalledDocument document)
    {
        foreach (var service in document.Enabled.Where(service => service.IsStep))
        {
            var step = document.Flow.Steps[service.Name];
            if (step.Call is { } call && Find(document, call, step.Runtime?.Value ?? document.Key.Runtime) is { } called)
            {
                document.Calls[service.Name] = called;
            }
        }
    }

    private CalledDocument? Find(CalledDocument from, CallSpec call, string? runtime)
    {
        var wanted = call.Workflow.Value;
        var key = wanted == CallSpec.This ? from.Key with { Runtime = runtime }
            : CallSpec.IsFile(wanted)
                ? new DocumentKey(DocumentPaths.Absolute(from.Reading.Source.ProjectDirectory, wanted), null, runtime)
            : new DocumentKey(from.Key.Path, wanted, runtime);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_all.Count >= DocumentsMax)
        {
            Problems.Error(call.Workflow.At, $"the document calls more than {DocumentsMax} others", "Call fewer documents.");
            return null;
        }

        // The same document on another runtime is read once.
        if (_all.FirstOrDefault(one => one.Key with { Runtime = runtime } == key) is { } same)
        {
            return Add(new CalledDocument(key, same.Name, _bodies.Reserve(), same.Reading, same.File, same.Flow, same.Enabled));
        }

        return key.Entry is null ? File(from, call, key) : Entry(from, call, key);
    }

    private CalledDocument? File(CalledDocument from, CallSpec call, DocumentKey key)
    {
        var (wanted, at) = call.Workflow;
        if (wanted.Contains("://", StringComparison.Ordinal))
        {
            Problems.Error(
                at, $"`{ReadingContext.Short(wanted)}` is not on this machine, and nothing is fetched", "Copy it beside this document.");
            return null;
        }

        if (_main.Source.Read(key.Path) is { Text: null } missing)
        {
            Problems.Error(
                at, $"the workflow {ReadingContext.Short(wanted)} cannot be read: {missing.Failure}", "Name a file that exists.");
            return null;
        }

        var source = new CalledSource(
            _main.Source, from.File.Interpolation.Variable, new BundleDocument(_names.Of(key.Path), key.Path), _main.Spec.ActiveProfiles,
            _main.Spec.Name.Value);
        return ComposeReader.Read(source, Problems) is { } reading ? Called(key, source.Documents[0].Name, reading, reading) : null;
    }

    private CalledDocument? Entry(CalledDocument from, CallSpec call, DocumentKey key)
    {
        var (wanted, at) = call.Workflow;
        var entries = from.File.Spec.Workflows as MapNode;
        if (entries?[wanted] is { } node)
        {
            return node is MapNode document ? Called(key, wanted, ComposeReader.Inside(from.File, document), from.File) : null;
        }

        var near = NearestName.Hint(wanted, entries?.Entries.Select(entry => entry.Key.Text) ?? []);
        Problems.Error(at, $"there is no workflow `{ReadingContext.Short(wanted)}` in `x-workflows`{near}",
            "Write it there, or name a file: ./FILE.yaml.");
        return null;
    }

    private CalledDocument Called(DocumentKey key, string name, ComposeReading reading, ComposeReading file)
    {
        var flow = FlowReader.Read(reading);
        return Add(new CalledDocument(
            key, name, _bodies.Reserve(), reading, file, flow, ProfileSelection.Select(reading.Spec, [], Problems)));
    }
}
