using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Merging;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow.Steps;
using static Dxflow.Workflows.Compose.Including.PathKind;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// Makes what a file says true anywhere: paths relative to its directory become absolute, and names that take their value from its
/// variables get it. Done to included and extended files before they become part of another; what is absolute already stays.
/// </summary>
internal sealed class Localizer(Interpolation interpolation, IDocumentSource source)
{
    private const string FileScheme = "file:";

    private static readonly KeyTable<PathKind> Document = KeyTable<PathKind>.Of(
        (PathKind.Path, "services.*.env_file services.*.label_file services.*.develop.watch.*.path services.*.x-step.script.file "
            + "services.*.credential_spec.file configs.*.file secrets.*.file"),
        (Context, "services.*.build services.*.build.context"),
        (Contexts, "services.*.build.additional_contexts"),
        (Mount, "services.*.volumes.*"),
        (Source, "x-workflow.inputs.* x-workflow.inputs.*.default services.*.x-step.inputs.* "
            + "services.*.x-step.inputs.*.from services.*.x-step.inputs.*.default services.*.x-step.with.*"),
        (PathKind.Workflow, "services.*.x-step.workflow"),
        (DriverOptions, "volumes.*.driver_opts"),
        (Inherited, "services.*.environment services.*.build.args"));

    private static readonly KeyTable<PathKind> Service = Document.Below("services")!.Items!;

    private readonly PairForms _forms = new(interpolation);

    public MapNode Whole(MapNode document, FileScope scope) => (MapNode)Walk(document, Document, scope);

    public MapNode One(MapNode service, FileScope scope) => (MapNode)Walk(service, Service, scope);

    private Node Walk(Node node, KeyTable<PathKind> table, FileScope scope) => (node, table.Value) switch
    {
        (MapNode map, DriverOptions) => Options(map, scope),
        (_, Inherited) => Inherit(node, scope),
        (_, Contexts) => _forms.Pairs(node) is { } pairs
            ? Each(pairs, entry => entry.Value is ScalarNode { IsNull: false, IsResolved: false } one
                ? Text(one, Context, scope)
                : entry.Value)
            : node,
        (MapNode map, PathKind.Path) => Entry(map, "path", scope),
        (MapNode map, Mount) => IsBind(map) ? Entry(map, "source", scope) : map,
        (ScalarNode { IsNull: false, IsResolved: false } text, { } kind) => Text(text, kind, scope),
        (ListNode list, PathKind.Path or Source) => Each(list, item => Walk(item, table, scope)),
        (ListNode list, null) when table.Items is { } items => Each(list, item => Walk(item, items, scope)),
        (MapNode map, _) => Each(map, entry => table.Below(entry.Key.Text) is { } below ? Walk(entry.Value, below, scope) : entry.Value),
        _ => node,
    };

    private static ListNode Each(ListNode list, Func<Node, Node> change) => new(list.At, [.. list.Items.Select(change)], list.Tag);

    private static MapNode Each(MapNode map, Func<MapEntry, Node> change) =>
        new(map.At, [.. map.Entries.Select(entry => entry with { Value = change(entry) })], map.Tag);

    private MapNode Entry(MapNode map, string key, FileScope scope) => Each(map, entry =>
        entry.Key.Text == key && entry.Value is ScalarNode { IsNull: false, IsResolved: false } text
            ? Text(text, PathKind.Path, scope)
            : entry.Value);

    private ScalarNode Text(ScalarNode scalar, PathKind kind, FileScope scope)
    {
        var text = interpolation.ToText(scalar);
        var local = kind switch
        {
            PathKind.Path => Absolute(text, scope),
            PathKind.Workflow => CallSpec.IsFile(text) ? Absolute(text, scope) : text,
            Context => text.Contains("://", StringComparison.Ordinal) || text.Split('/')[0].Contains(':') ? text : Absolute(text, scope),
            Mount => text.Split(':') is [['.' or '~', ..] from, _, ..] ? Absolute(from, scope) + text[from.Length..] : text,
            _ => text.StartsWith(FileScheme, StringComparison.Ordinal) ? FileScheme + Absolute(text[FileScheme.Length..], scope) : text,
        };
        return local == text ? scalar : scalar.Resolved(local);
    }

    private string Absolute(string path, FileScope scope)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            return (source.Variable("HOME") ?? "~") + path[1..];
        }

        return DocumentPaths.IsPath(path) && path != DocumentPaths.StandardInput ? DocumentPaths.Resolve(scope.Directory, path) : path;
    }

    private bool IsBind(MapNode map) => map["type"] is ScalarNode type && interpolation.ToText(type) == "bind";

    private MapNode Options(MapNode map, FileScope scope) =>
        map["o"] is ScalarNode o && interpolation.ToText(o).Split(',').Contains("bind") ? Entry(map, "device", scope) : map;

    private Node Inherit(Node node, FileScope scope)
    {
        if (_forms.Pairs(node) is not { } map || !map.Entries.Any(static entry => entry.Value is ScalarNode { IsNull: true }))
        {
            return node;
        }

        return Each(map, entry =>
            entry.Value is ScalarNode { IsNull: true, Tag: null } nothing && scope.Variable(entry.Key.Text) is { } value
                ? nothing.Resolved(value)
                : entry.Value);
    }
}
