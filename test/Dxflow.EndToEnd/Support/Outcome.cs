using System.Text.Json;
using Xunit;

namespace Dxflow.EndToEnd.Support;

/// <summary>How a command ended: what a user and a script see of it.</summary>
internal sealed record Outcome(string Command, int Exit, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public IReadOnlyList<JsonElement> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public Outcome Expect(int exit)
    {
        Assert.True(Exit == exit, $"{this}\nexpected exit {exit}");
        return this;
    }

    public Outcome Says(string text)
    {
        Assert.True(Output.Contains(text, StringComparison.Ordinal), $"{this}\nexpected on standard output: {text}");
        return this;
    }

    public Outcome Complains(string text)
    {
        Assert.True(Error.Contains(text, StringComparison.Ordinal), $"{this}\nexpected on standard error: {text}");
        return this;
    }

    public override string ToString() => $"$ dxflow {Command}\nexit {Exit}\n--- standard output\n{Output}\n--- standard error\n{Error}";
}
