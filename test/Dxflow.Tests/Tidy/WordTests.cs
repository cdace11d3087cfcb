using System.Text.RegularExpressions;
using Xunit;

namespace Dxflow.Tests.Tidy;

/// <summary>What is said in no file. Patterns are written so that they do not find themselves.</summary>
public sealed partial class WordTests
{
    [Fact]
    public void Nothing_is_left_to_do() => Rule.Holds(Repository.All, Unfinished);

    [Theory]
    [InlineData("// TO" + "DO later")]
    [InlineData("// FIX" + "ME")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void Unfinished_work_is_seen(string text) => Rule.Sees(Unfinished, text);

    [Fact]
    public void No_file_names_the_machine_it_was_written_on() => Rule.Holds(Repository.All, MachinePaths);

    [Theory]
    [InlineData("see /wo" + "rk/main")]
    [InlineData("HOME=/ro" + "ot/x")]
    [InlineData("/ho" + "me/someone/x")]
    [InlineData("https://api.nu" + "get.org/v3")]
    [InlineData("registry.np" + "mjs.org")]
    public void A_path_of_one_machine_is_seen(string text) => Rule.Sees(MachinePaths, text);

    [Fact]
    public void The_text_is_about_the_product() => Rule.Holds(Repository.All, Backstage);

    [Theory]
    [InlineData("as the ag" + "ent before did")]
    [InlineData("Written by an assis" + "tant.")]
    [InlineData("see the last ses" + "sion")]
    public void Text_about_how_it_was_written_is_seen(string text) => Rule.Sees(Backstage, text);

    [Fact]
    public void Programs_of_such_a_name_may_be_named() => Rule.Passes(Backstage, "ssh-agent, User-Agent, a session of its own (setsid)");

    [Fact]
    public void Files_end_with_one_newline_and_no_tabs_or_trailing_blanks() => Rule.Holds(Repository.All, Untidy);

    [Theory]
    [InlineData("a\tb\n")]
    [InlineData("a \n")]
    [InlineData("a\r\n")]
    [InlineData("a")]
    [InlineData("a\n\n")]
    public void Untidy_text_is_seen(string text) => Rule.Sees(Untidy, text);

    private static IEnumerable<string> Unfinished(SourceFile file) =>
        Find(file, UnfinishedWords(), "finish it, or say in an issue why not");

    private static IEnumerable<string> MachinePaths(SourceFile file) =>
        Find(file, MachineWords(), "the project names no machine and no registry");

    private static IEnumerable<string> Backstage(SourceFile file) =>
        Find(file, BackstageWords(), "say what the product does, not how its text came about");

    private static IEnumerable<string> Find(SourceFile file, Regex words, string advice) =>
        from line in file.Lines.Index()
        from Match word in words.Matches(line.Item)
        select file.At(line.Index + 1, $"`{word.Value}`: {advice}.");

    private static IEnumerable<string> Untidy(SourceFile file)
    {
        foreach (var (index, line) in file.Lines.Index())
        {
            if (line.Length > 0 && (char.IsWhiteSpace(line[^1]) || line.Contains('\t', StringComparison.Ordinal)))
            {
                yield return file.At(index + 1, "a tab, a carriage return or a trailing blank.");
            }
        }

        if (file.Text.Length > 0 && (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal)))
        {
            yield return file.At(file.Lines.Count, "the file does not end with exactly one newline.");
        }
    }

    [GeneratedRegex(@"(?<!ssh-|user-)\b(sub)?a[g]ents?\b|\bassis[t]ants?\b|\b(last|this|next) ses[s]ion\b", RegexOptions.IgnoreCase)]
    private static partial Regex BackstageWords();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K]\b|NotImplemented[E]xception)")]
    private static partial Regex UnfinishedWords();

    [GeneratedRegex(@"(?<![\w.}])/wor[k]/|(?<![\w.}])/roo[t]/|(?<![\w.}])/hom[e]/[a-z]|nuge[t]\.org|npmj[s]\.org|debia[n]\.org")]
    private static partial Regex MachineWords();
}
