using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Dxflow.Tests.Tidy;

public sealed class CommentTests
{
    private const int SilentLinesMax = 20;

    [Fact]
    public void A_type_says_what_it_is() => Rule.Holds(Repository.Product, Silent);

    [Fact]
    public void A_type_without_a_word_is_seen()
    {
        var body = new string('\n', SilentLinesMax);
        Rule.Sees(Silent, $"class A {{{body}}}");
        Rule.Passes(Silent, $"/// <summary>Why it exists.</summary>\nclass A {{{body}}}");
        Rule.Passes(Silent, $"partial class A {{{body}}}");
        Rule.Passes(Silent, "class A { }");
    }

    /// <summary>Small types speak by their name, and a part of a type is told about where it begins.</summary>
    private static IEnumerable<string> Silent(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(type => type.Parent is not TypeDeclarationSyntax && !type.Modifiers.Any(modifier => modifier.Text == "partial"))
            .Where(type => SourceFile.Line(type.GetLastToken()) - SourceFile.Line(type.GetFirstToken()) >= SilentLinesMax)
            .Where(type => !type.GetLeadingTrivia().ToFullString().Contains("///", StringComparison.Ordinal))
            .Select(type => file.At(type, $"`{type.Identifier.Text}`: say in a sentence or three what it owns and why it exists."));
}
