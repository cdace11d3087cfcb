using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dxflow.Tests.Tidy;

/// <summary>One text of the repository, by its path from the root, and its C# syntax where it has one. Lines count from 1.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly CSharpParseOptions Options =
        CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")]);

    private CompilationUnitSyntax? _syntax;

    public IReadOnlyList<string> Lines { get; } = Text.Split('\n');

    public CompilationUnitSyntax Syntax => _syntax ??= CSharpSyntaxTree.ParseText(Text, Options, Path).GetCompilationUnitRoot();

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Name => System.IO.Path.GetFileName(Path);

    public bool Under(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>A breach is one sentence: where, what, and what to do.</summary>
    public string At(int line, string breach) => $"{Path}:{line}: {breach}";

    public string At(Microsoft.CodeAnalysis.SyntaxNode node, string breach) => At(Line(node.GetFirstToken()), breach);

    public static int Line(Microsoft.CodeAnalysis.SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}

/// <summary>The files that people write, read once: what the build leaves is left out.</summary>
internal static class Repository
{
    private static readonly string[] Left = [".git", "artifacts", "bin", "obj", "node_modules", "dist"];

    private static readonly string[] Kinds =
        [".cs", ".md", ".csproj", ".props", ".slnx", ".json", ".yaml", ".yml", ".sh", ".ts", ".svelte", ".txt", ".editorconfig", "run"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> All { get; } = [.. Walk(Root).Order(StringComparer.Ordinal).Select(Read)];

    public static IReadOnlyList<SourceFile> Code { get; } =
    [
        .. All.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal) && !file.Name.EndsWith(".g.cs", StringComparison.Ordinal)),
    ];

    public static IReadOnlyList<SourceFile> Product { get; } = [.. Code.Where(file => file.Under("src"))];

    public static IReadOnlyList<SourceFile> UnitTests { get; } = [.. Code.Where(file => file.Under("test/Dxflow.Tests"))];

    public static IReadOnlyList<SourceFile> Tests { get; } = [.. Code.Where(file => file.Under("test"))];

    public static IReadOnlyList<SourceFile> Documents { get; } =
        [.. All.Where(file => file.Name.EndsWith(".md", StringComparison.Ordinal))];

    private static SourceFile Read(string path) => new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Kinds.Any(kind => file.EndsWith(kind, StringComparison.Ordinal)))
            .Concat(Directory.EnumerateDirectories(folder).Where(sub => !Left.Contains(Path.GetFileName(sub))).SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "dxflow.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No dxflow.slnx above " + AppContext.BaseDirectory);
    }
}
