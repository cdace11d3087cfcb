using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Merging;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// Makes one tree of all the files that a document consists of. For each file in turn: 1 it is read, 2 what it includes is made into a
/// tree of its own and copied in, 3 its services are extended, 4 it is merged over the files before it; at last what was
/// reset is removed. Texts stay as they stand, with the place and the variables of their own file.
/// </summary>
internal sealed class DocumentLoader
{
    private readonly ReadingContext _context;
    private readonly NodeMerger _merger;
    private readonly Localizer _localizer;
    private readonly Importer _importer;
    private int _documents;
    private bool _tagged;

    public DocumentLoader(ReadingContext context)
    {
        _context = context;
        _merger = new NodeMerger(context.Interpolation, context.Problems);
        _localizer = new Localizer(context.Interpolation, context.Source);
        _importer = new Importer(context.Interpolation, context.Problems);
        Names = new FileNames(context.Source.Documents[0]);
    }

    public FileNames Names { get; }

    private IDocumentSource Source => _context.Source;

    /// <summary>The document that was asked for; null if nothing of it can be read (then there is a problem).</summary>
    public MapNode? Load()
    {
        var scope = new FileScope(Source.ProjectDirectory, _context.Interpolation.Variable);
        var files = Source.Documents.Select(document => new DocumentFile(document.Name, document.Path, scope)).ToList();
        var root = Merged(files, null, []);
        if (root is null && !_context.Problems.HasErrors)
        {
            _context.Error(
                new Place(files[0].Name, 1, 1),
                "the document is empty",
                "Write `services:` and below it, indented, a service or a step.");
        }

        return root;
    }

    /// <summary>A file's tree as it stands. <paramref name="asked"/> is where it is named; null on the command line.</summary>
    public MapNode? Read(DocumentFile file, Place? asked)
    {
        if (++_documents > LoadLimits.DocumentsMax)
        {
            if (_documents == LoadLimits.DocumentsMax + 1)
            {
                _context.Error(
                    asked ?? default,
                    $"the document leads to more than {LoadLimits.DocumentsMax} files",
                    "Include and extend fewer files.");
            }

            return null;
        }

        var text = Source.Read(file.Path);
        if (text.Text is null)
        {
            _context.Error(
                asked ?? new Place(file.Name, 0, 0),
                asked is null ? $"the document cannot be read: {text.Failure}" : $"{file.Name} cannot be read: {text.Failure}",
                asked is null ? "Name a file that exists, or - for standard input." : "Name a file that exists.");
            return null;
        }

        _tagged |= MergeTags.MayBeIn(text.Text);
        var own = asked is null ? null : file.Scope;
        var node = YamlReader.Read(new SourceText(file.Name, text.Text, own), _context.Problems);
        return node is null or ScalarNode { IsNull: true } ? null : _context.Map(node, "a document");
    }

    /// <summary>The absolute path of a file that a document names; null with a problem if it is none that can be read.</summary>
    public string? Local(Placed<string> path, FileScope scope)
    {
        var written = path.Value;
        if (written.Contains("://", StringComparison.Ordinal) || written.StartsWith("git@", StringComparison.Ordinal))
        {
            _context.Error(
                path.At,
                $"`{ReadingContext.Short(written)}` is not on this machine, and nothing is fetched",
                "Copy it beside this document.");
            return null;
        }

        if (DocumentPaths.IsPath(written) && written != DocumentPaths.StandardInput)
        {
            return DocumentPaths.Resolve(scope.Directory, written);
        }

        _context.Error(path.At, "that is no path", "Name a file.");
        return null;
    }

    private MapNode? Merged(IReadOnlyList<DocumentFile> files, Placed<string>[]? asked, IReadOnlyList<string> chain)
    {
        MapNode? merged = null;
        var extends = new ExtendsResolver(this, _merger, _localizer, _context);
        for (var i = 0; i < files.Count; i++)
        {
            if (Read(files[i], asked?[i].At) is not { } tree)
            {
                continue;
            }

            if (asked is not null)
            {
                _context.CheckKeys(tree, KnownKeys.Document, "a document");
            }

            var own = extends.Apply(Include(tree, files[i], [.. chain, files[i].Path]), files[i]);
            merged = merged is null ? own : (MapNode)_merger.Merge(merged, own, MergeRules.Document, "the document");
        }

        return merged is null || !_tagged ? merged : (MapNode)MergeTags.Clean(merged);
    }

    private MapNode Include(MapNode tree, DocumentFile file, IReadOnlyList<string> chain)
    {
        if (!tree.TryGet("include", out var include))
        {
            return tree;
        }

        tree = new MapNode(tree.At, [.. tree.Entries.Where(static entry => entry.Key.Text != "include")], tree.Tag);
        if (chain.Count > LoadLimits.IncludeDepthMax)
        {
            _context.Error(
                include.At, $"documents include each other more than {LoadLimits.IncludeDepthMax} deep", "Include the files directly.");
            return tree;
        }

        foreach (var spec in IncludeReader.Read(include, _context))
        {
            if (Included(spec, file.Scope, chain) is { } document)
            {
                tree = _importer.Import(document, tree);
            }
        }

        return tree;
    }

    private MapNode? Included(IncludeSpec spec, FileScope from, IReadOnlyList<string> chain)
    {
        var paths = spec.Paths.Select(path => Local(path, from)).ToList();
        if (paths.Contains(null))
        {
            return null;
        }

        if (chain.Contains(paths[0]!))
        {
            var names = chain.SkipWhile(path => path != paths[0]).Append(paths[0]!).Select(Names.Of);
            _context.Error(spec.Paths[0].At, $"documents include each other: {string.Join(" → ", names)}", "Remove one of the `include`.");
            return null;
        }

        var directory = spec.ProjectDirectory is { } given ? Local(given, from) : Path.GetDirectoryName(paths[0]) ?? "/";
        if (directory is null)
        {
            return null;
        }

        var scope = new FileScope(directory, Variables(spec, from, directory));
        var document = Merged([.. paths.Select(path => new DocumentFile(Names.Of(path!), path!, scope))], [.. spec.Paths], chain);
        if (document?.Entries.FirstOrDefault(static entry => entry.Key.Text == "x-workflow").Key is { } key)
        {
            _context.Problems.Warn(
                key.At, "`x-workflow` of an included document has no effect", "Put it into the document that includes this one.");
        }

        return document is null ? null : _localizer.Whole(document, scope);
    }

    private Func<string, string?> Variables(IncludeSpec spec, FileScope from, string directory)
    {
        var files = new List<(string Path, string Name)>();
        foreach (var file in spec.EnvFiles ?? [])
        {
            if (file.Value != "/dev/null" && Local(file, from) is { } path)
            {
                files.Add((path, Names.Of(path)));
                if (Source.Read(path).IsMissing)
                {
                    _context.Error(
                        file.At, $"the env file {ReadingContext.Short(file.Value)} cannot be read: {FileText.Missing}", "Write the file.");
                }
            }
        }

        if (spec.EnvFiles is null)
        {
            var path = Path.Combine(directory, EnvFiles.Default);
            files.Add((path, Names.Of(path)));
        }

        return EnvFiles.Over(from.Variable, files, (Source, _context.Interpolation, _context.Problems));
    }
}
