using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Merging;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// Resolves <c>extends</c> of one document: each service is merged over the one it names, in this file or another, whose own chain is
/// followed first. What a file extends is read with this document's variables; its <c>include</c> is not followed.
/// </summary>
internal sealed class ExtendsResolver(DocumentLoader loader, NodeMerger merger, Localizer localizer, ReadingContext context)
{
    private const string Key = "extends";
    private const string Fix = "Write extends: { service: NAME }, with file: PATH if it stands elsewhere.";

    private static readonly string[] Known = ["file", "service"];

    private readonly Dictionary<(ServiceSet, string), Node> _resolved = [];
    private readonly Dictionary<string, ServiceSet?> _files = new(StringComparer.Ordinal);

    public MapNode Apply(MapNode document, DocumentFile file)
    {
        if (document["services"] is not MapNode services
            || !services.Entries.Any(static entry => entry.Value is MapNode service && service.TryGet(Key, out _)))
        {
            return document;
        }

        var set = new ServiceSet(file, services, IsElsewhere: false);
        var all = new MapNode(
            services.At, [.. services.Entries.Select(entry => entry with { Value = Resolve(set, entry.Key.Text, []) })], services.Tag);
        return new MapNode(
            document.At, [.. document.Entries.Select(entry => entry.Value == services ? entry with { Value = all } : entry)], document.Tag);
    }

    private Node Resolve(ServiceSet set, string name, IReadOnlyList<(ServiceSet Set, string Name)> chain)
    {
        if (_resolved.TryGetValue((set, name), out var known))
        {
            return known;
        }

        if (set.Services[name] is not MapNode service)
        {
            return set.Services[name]!;
        }

        var own = set.IsElsewhere ? localizer.One(service, set.File.Scope) : service;
        var resolved = service.TryGet(Key, out var extends) ? Extend(set, name, own, extends, chain) : own;
        return _resolved[(set, name)] = resolved;
    }

    private MapNode Extend(
        ServiceSet set, string name, MapNode own, Node extends, IReadOnlyList<(ServiceSet Set, string Name)> chain)
    {
        var alone = new MapNode(own.At, [.. own.Entries.Where(static entry => entry.Key.Text != Key)], own.Tag);
        if (extends is ScalarNode { IsNull: true } || Named(extends) is not { } target || Find(set, target) is not { } found)
        {
            return alone;
        }

        chain = [.. chain, (set, name)];
        var next = (found, target.Service.Value);
        if (chain.Any(step => step.Name == next.Value && step.Set.File.Path == found.File.Path))
        {
            var names = chain.SkipWhile(step => step.Name != next.Value || step.Set.File.Path != found.File.Path)
                .Select(static step => step.Name);
            context.Error(
                target.Service.At,
                $"services extend each other: {string.Join(" → ", names)} → {next.Value}",
                "Remove one of the `extends`.");
            return alone;
        }

        if (chain.Count > LoadLimits.ExtendsDepthMax)
        {
            context.Error(
                target.Service.At,
                $"`extends` is followed more than {LoadLimits.ExtendsDepthMax} services deep",
                "Extend a service nearer by.");
            return alone;
        }

        return MergeTags.Clean(Resolve(found, next.Value, chain)) is MapNode under
            && merger.Merge(under, alone, MergeRules.Service, name) is MapNode merged
                ? new MapNode(own.At, merged.Entries, own.Tag)
                : alone;
    }

    private (Placed<string> Service, Placed<string>? File)? Named(Node extends)
    {
        if (extends is ScalarNode)
        {
            return context.Text(extends, "`extends`") is { } name ? (new Placed<string>(name, extends.At), null) : null;
        }

        if (context.Map(extends, "`extends`") is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, Known, "`extends`");
        var reader = new MapReader(map, context);
        if (reader.Text("service") is { } service)
        {
            return (service, reader.Text("file"));
        }

        if (reader["service"] is null)
        {
            context.Error(map.At, "`extends` names no service", Fix);
        }

        return null;
    }

    private ServiceSet? Find(ServiceSet set, (Placed<string> Service, Placed<string>? File) target)
    {
        var found = target.File is { } file ? Open(file, set) : set;
        if (found is null || found.Services[target.Service.Value] is MapNode or ScalarNode { IsNull: true })
        {
            return found;
        }

        var names = found.Services.Entries.Select(static entry => entry.Key.Text).ToList();
        context.Error(
            target.Service.At,
            $"`{ReadingContext.Short(target.Service.Value)}` is no service of {found.File.Name}, so it cannot be extended",
            NameHint.For(target.Service.Value, names, context.Problems, Fix));
        return null;
    }

    private ServiceSet? Open(Placed<string> asked, ServiceSet from)
    {
        if (loader.Local(asked, from.File.Scope) is not { } path)
        {
            return null;
        }

        if (path == from.File.Path)
        {
            return from;
        }

        if (_files.TryGetValue(path, out var known))
        {
            return known;
        }

        var file = new DocumentFile(
            loader.Names.Of(path), path, from.File.Scope with { Directory = Path.GetDirectoryName(path) ?? "/" });
        var document = loader.Read(file, asked.At);
        if (document is not null && document["services"] is not MapNode)
        {
            context.Error(asked.At, $"{file.Name} has no services to extend", "Name a file that has them.");
        }

        return _files[path] = document?["services"] is MapNode services ? new ServiceSet(file, services, IsElsewhere: true) : null;
    }
}
