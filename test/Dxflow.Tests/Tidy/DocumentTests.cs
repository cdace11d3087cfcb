using System.Text.RegularExpressions;
using Xunit;

namespace Dxflow.Tests.Tidy;

public sealed partial class DocumentTests
{
    private static readonly (string Path, int LinesMax)[] Lengths =
        [("README.md", 150), ("ARCHITECTURE.md", 300), ("CONTRIBUTING.md", 120)];

    [Fact]
    public void Links_lead_somewhere() => Rule.Holds(Repository.Documents, BrokenLinks);

    [Theory]
    [InlineData("[a](nowhere.md)")]
    [InlineData("[a](ARCHITECTURE.md#no-such-title)")]
    [InlineData("[a](/ARCHITECTURE.md)")]
    public void A_broken_link_is_seen(string text) => Rule.Sees(BrokenLinks, text, "SAMPLE.md");

    [Theory]
    [InlineData("[a](ARCHITECTURE.md), [b](src/Dxflow), [c](https://example.org/x), [d](#title)\n# Title")]
    [InlineData("[a](ARCHITECTURE.md#the-arrows)")]
    [InlineData("```\n[a](nowhere.md)\n```")]
    public void A_good_link_passes(string text) => Rule.Passes(BrokenLinks, text, "SAMPLE.md");

    [Fact]
    public void The_first_documents_are_short() => Rule.Holds(Repository.Documents, LongDocuments);

    [Fact]
    public void A_long_document_is_seen() => Rule.Sees(LongDocuments, new string('\n', 151), "README.md");

    private static IEnumerable<string> LongDocuments(SourceFile file) =>
        Lengths.Where(each => each.Path == file.Path && file.Lines.Count > each.LinesMax + 1)
            .Select(each => file.At(1, $"{file.Lines.Count} lines; at most {each.LinesMax}, the rest belongs in docs/."));

    private static IEnumerable<string> BrokenLinks(SourceFile file)
    {
        var fenced = false;
        foreach (var (index, line) in file.Lines.Index())
        {
            fenced ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            foreach (var target in fenced ? [] : Link().Matches(line).Select(match => match.Groups[1].Value))
            {
                if (!target.Contains("://", StringComparison.Ordinal) && !Leads(file, target))
                {
                    yield return file.At(index + 1, $"`{target}` leads nowhere; links are relative to the file.");
                }
            }
        }
    }

    private static bool Leads(SourceFile file, string target)
    {
        var parts = target.Split('#', 2);
        var path = Path.GetFullPath(Path.Combine(Repository.Root, file.Folder, parts[0]));
        if (parts[0].StartsWith('/') || (parts[0].Length > 0 && !Path.Exists(path)))
        {
            return false;
        }

        return parts.Length == 1 || Titles(parts[0].Length == 0 ? file.Text : File.ReadAllText(path)).Contains(parts[1]);
    }

    /// <summary>A title's anchor: lower case, blanks to dashes, other signs gone.</summary>
    private static IEnumerable<string> Titles(string text) =>
        text.Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-'))
            .Select(line => string.Concat(line.Where(sign => char.IsLetterOrDigit(sign) || sign is '-' or '_')));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
