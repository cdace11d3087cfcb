using Dxflow.Surfaces.Cli;
using Dxflow.Tests.Tidy;
using Xunit;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>
/// <c>docs/reference</c> is what the catalog says, so a change of anything that callers see is a line in a review. Taken over by
/// <c>dev.cs approve</c>.
/// </summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Nouns => [.. Catalog.Nouns.Select(static noun => noun.Name)];

    [Theory]
    [MemberData(nameof(Nouns))]
    public void The_page_of_a_noun_is_what_the_catalog_says(string name)
    {
        var page = ReferencePage.Of(Catalog.Nouns.Single(noun => noun.Name == name));
        Assert.Equal(ApprovedFile.Beside(Path(name), page), page);
    }

    [Fact]
    public void There_is_no_page_of_what_is_gone() => Assert.Equal(
        Catalog.Nouns.Select(static noun => Path(noun.Name)).Order(StringComparer.Ordinal),
        Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "docs/reference"), "*.md")
            .Select(static file => System.IO.Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal));

    private static string Path(string noun) => $"docs/reference/{(noun.Length > 0 ? noun : "everyday")}.md";
}
