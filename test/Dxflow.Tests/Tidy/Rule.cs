using Xunit;

namespace Dxflow.Tests.Tidy;

/// <summary>
/// A rule of the house: a file in, its breaches out. Every rule has two tests: that the tree keeps it (<see cref="Holds"/>), and
/// that it sees a bad sample and passes a good one (<see cref="Sees"/>, <see cref="Passes"/>), so that no rule is kept by looking away.
/// </summary>
internal static class Rule
{
    public static void Holds(IReadOnlyList<SourceFile> files, Func<SourceFile, IEnumerable<string>> rule)
    {
        Assert.NotEmpty(files);
        Holds(files.SelectMany(rule));
    }

    public static void Holds(IEnumerable<string> breaches)
    {
        var all = breaches.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    public static void Sees(Func<SourceFile, IEnumerable<string>> rule, string text, string path = "src/Dxflow/Sample/Sample.cs") =>
        Assert.NotEmpty(rule(new SourceFile(path, text)));

    public static void Passes(Func<SourceFile, IEnumerable<string>> rule, string text, string path = "src/Dxflow/Sample/Sample.cs") =>
        Assert.Empty(rule(new SourceFile(path, text)));
}
