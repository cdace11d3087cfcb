using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dxflow.Tests.Tidy.Arrows;

/// <summary>
/// The references that leave no trace in the assembly: <c>using</c> lines, and names that are qualified from the root
/// (<c>Dxflow.Runtimes.X</c>) or from a top-level folder (<c>Runtimes.X</c>), as constants and <c>nameof</c> need them.
/// </summary>
internal static class SourceReferences
{
    /// <summary>The folder of each reference, <c>Surfaces/Cli</c> apart from <c>Surfaces</c>, with the node that makes it.</summary>
    public static IEnumerable<(string Folder, Microsoft.CodeAnalysis.SyntaxNode Node)> Of(SourceFile file, IReadOnlySet<string> folders)
    {
        foreach (var node in file.Syntax.DescendantNodes(descendIntoTrivia: false))
        {
            var name = node switch
            {
                UsingDirectiveSyntax line => line.NamespaceOrType.ToString(),
                QualifiedNameSyntax when node.Parent is not (QualifiedNameSyntax or BaseNamespaceDeclarationSyntax or UsingDirectiveSyntax)
                    => node.ToString(),
                MemberAccessExpressionSyntax { Parent: not MemberAccessExpressionSyntax } => node.ToString(),
                _ => null,
            };
            if (name is null)
            {
                continue;
            }

            var parts = name.Split('.');
            var rooted = parts[0] is "Dxflow" or "global::Dxflow";
            var rest = rooted ? parts[1..] : parts;
            if (rest.Length > (rooted ? 0 : 1) && folders.Contains(rest[0]) && (rooted || Declares(rest[0], rest[1])))
            {
                yield return (rest is ["Surfaces", "Cli", ..] ? "Surfaces/Cli" : rest[0], node);
            }
        }
    }

    private static bool Declares(string folder, string name) => Names.Value.Contains($"{folder}.{name}");

    /// <summary>What can follow a top-level folder in a name: its types and sub-folders. A property named like a folder is none.</summary>
    private static readonly Lazy<HashSet<string>> Names = new(() =>
    [
        .. Repository.Product.Where(file => file.Folder.Length > "src/Dxflow/".Length).SelectMany(file =>
        {
            var parts = file.Folder["src/Dxflow/".Length..].Split('/');
            return parts.Length > 1
                ? [$"{parts[0]}.{parts[1]}"]
                : file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(type => $"{parts[0]}.{type.Identifier.Text}");
        }),
    ]);
}
