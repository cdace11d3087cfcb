using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Dxflow.Tests.Tidy;

public sealed partial class NameTests
{
    /// <summary>Words that name no thing: whatever is called so has not found its concept yet.</summary>
    private static readonly string[] Empty =
        ["Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Common", "Manager", "Managers", "Misc"];

    private static readonly (string Folder, string Namespace)[] Roots =
    [
        ("src/Dxflow", "Dxflow"),
        ("sdk/Dxflow.Sdk", "Dxflow.Sdk"),
        ("test/Dxflow.Tests", "Dxflow.Tests"),
        ("test/Dxflow.EndToEnd", "Dxflow.EndToEnd"),
        ("bench/Dxflow.Bench", "Dxflow.Bench"),
    ];

    [Fact]
    public void Namespaces_are_folders() => Rule.Holds(Repository.Code, StrayNamespaces);

    [Fact]
    public void A_stray_namespace_is_seen()
    {
        Rule.Sees(StrayNamespaces, "namespace Dxflow.Elsewhere; class A;");
        Rule.Sees(StrayNamespaces, "namespace Dxflow.Sample { class A; }");
        Rule.Sees(StrayNamespaces, "class A;");
        Rule.Passes(StrayNamespaces, "namespace Dxflow.Sample; class A;");
    }

    [Fact]
    public void Names_name_something() => Rule.Holds(Repository.Code, EmptyNames);

    [Theory]
    [InlineData("class PathHelper;")]
    [InlineData("record RunData;")]
    [InlineData("class Data;")]
    [InlineData("namespace Dxflow.Common;")]
    [InlineData("enum ManagerKind { A }")]
    public void An_empty_name_is_seen(string text) => Rule.Sees(EmptyNames, text);

    [Fact]
    public void A_word_inside_a_word_is_no_empty_name() => Rule.Passes(EmptyNames, "class CommonsenseDatabase;");

    [Fact]
    public void Files_are_named_after_a_type_in_them() => Rule.Holds(Repository.Product, StrayFiles);

    [Fact]
    public void A_file_named_otherwise_is_seen()
    {
        Rule.Sees(StrayFiles, "class A;");
        Rule.Passes(StrayFiles, "class Sample;");
        Rule.Passes(StrayFiles, "class SampleOfSomething;");
    }

    [Fact]
    public void Product_types_are_internal() => Rule.Holds(Repository.Product, PublicTypes);

    [Fact]
    public void A_public_type_is_seen() => Rule.Sees(PublicTypes, "public class A;");

    [Fact]
    public void Classes_are_sealed_unless_built_upon() => Rule.Holds(Repository.Product, OpenClasses);

    [Fact]
    public void An_open_class_is_seen()
    {
        Rule.Sees(OpenClasses, "class A;");
        Rule.Sees(OpenClasses, "record A;");
        Rule.Passes(OpenClasses, "sealed class A; static class B; abstract record C; record struct D;");
    }

    private static IEnumerable<string> StrayNamespaces(SourceFile file)
    {
        var root = Roots.FirstOrDefault(each => file.Folder == each.Folder || file.Under(each.Folder));
        if (root.Folder is null || file.Syntax.Members.Any(member => member is GlobalStatementSyntax))
        {
            yield break;
        }

        var expected = root.Namespace + file.Folder[root.Folder.Length..].Replace('/', '.');
        var actual = file.Syntax.Members.OfType<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        if (actual != expected && file.Syntax.Members.Count > 0)
        {
            yield return file.At(1, $"write `namespace {expected};`: a namespace is its folder, file-scoped.");
        }
    }

    private static IEnumerable<string> EmptyNames(SourceFile file) =>
        file.Syntax.DescendantNodes()
            .Select(node => node switch
            {
                BaseTypeDeclarationSyntax type => (Node: node, Text: type.Identifier.Text),
                BaseNamespaceDeclarationSyntax space => (Node: node, Text: space.Name.ToString()),
                _ => (Node: node, Text: ""),
            })
            .Where(each => Words().Matches(each.Text) is var words
                && (words.Any(word => Empty.Contains(word.Value)) || words is [.., { Value: "Data" }]))
            .Select(each => file.At(each.Node, $"`{each.Text}` says nothing; name the concept."));

    private static IEnumerable<string> StrayFiles(SourceFile file)
    {
        var name = file.Name[..file.Name.IndexOf('.', StringComparison.Ordinal)];
        var types = file.Syntax.DescendantNodes().Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        }).OfType<string>().ToList();
        // A group goes by its plural or its common word: `Attributes` holds `ShortAttribute`.
        var stem = name.TrimEnd('s');
        bool Fits(string type) => type.Contains(stem, StringComparison.Ordinal) || name.StartsWith(type, StringComparison.Ordinal);
        if (types.Count > 0 && !types.Any(Fits))
        {
            yield return file.At(1, $"holds {string.Join(", ", types.Take(3))}: name the file after the type that a reader looks for.");
        }
    }

    private static IEnumerable<string> PublicTypes(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is not TypeDeclarationSyntax && type.Modifiers.Any(modifier => modifier.Text == "public"))
            .Select(type => file.At(type, $"`{type.Identifier.Text}` is public; the product is no library: `internal`."));

    private static IEnumerable<string> OpenClasses(SourceFile file)
    {
        var bases = Bases.Value;
        return file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(type => type is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.Text: not "struct" })
            .Where(type => !type.Modifiers.Any(modifier => modifier.Text is "sealed" or "static" or "abstract"))
            .Where(type => !bases.Contains(type.Identifier.Text) && !type.Modifiers.Any(modifier => modifier.Text == "partial"))
            .Select(type => file.At(type, $"`{type.Identifier.Text}` is open and nothing derives from it: `sealed`."));
    }

    private static readonly Lazy<HashSet<string>> Bases = new(() =>
    [
        .. Repository.Product.SelectMany(file => file.Syntax.DescendantNodes().OfType<BaseListSyntax>())
            .SelectMany(list => list.Types).Select(type => type.Type.ToString().Split('<')[0].Split('.')[^1]),
    ]);

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}
