using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Process.Wrapper;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Files;

public sealed class WitnessTests : IDisposable
{
    private const string Stat = "77 (sh) S 1 77 77 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 12345 1 1 1";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Without_a_token_nothing_has_begun() => Assert.Equal(new Witness(), Witness.Read(directory.Path));

    [Fact]
    public void A_token_that_was_taken_away_is_told_from_one_of_a_job()
    {
        Assert.True(StartToken.TryAbandon(directory.Path));
        Assert.Equal(new Witness(IsAbandoned: true), Witness.Read(directory.Path));
    }

    [Fact]
    public void A_token_an_exit_and_what_was_used_are_read()
    {
        Write("started", $"12_3@n1/batch {Stat}\n\n");
        var begun = Witness.Read(directory.Path);
        Assert.Equal((true, "12_3", null), (begun.HasBegun, begun.Job, begun.Exit));
        Assert.NotNull(begun.StartedAt);

        Write("usage", "0m0.010s 0m0.000s\n1m2.500s 0m0.250s\n");
        Write("exit", "3\n");
        var ended = Witness.Read(directory.Path);
        Assert.Equal((3, 62.75), (ended.Exit!.Value.Code, ended.Usage!.CpuSeconds));
        Assert.Null(ended.Refused);
        Assert.False(ended.IsKilled);
        Write("told", "");
        Assert.True(Witness.Read(directory.Path).IsKilled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\nnonsense\n")]
    [InlineData("0m0s 0m0s\n1m2.5 0m1s\n")]
    [InlineData("0m0s 0m0s\n")]
    public void A_usage_that_is_none_says_nothing(string content)
    {
        Write("started", $"12@n1/batch {Stat}\n\n");
        Write("usage", content);
        Write("exit", "0\n");
        Assert.Null(Witness.Read(directory.Path).Usage);
    }

    [Fact]
    public void A_program_that_was_refused_is_named()
    {
        new JobRecord("ab", 0, "no-such-program").Write(directory.Path);
        Write("started", $"12@n1/batch {Stat}\n\n");
        Write("refused", "127\n");
        Write("exit", "127\n");
        Assert.Contains("no-such-program", Witness.Read(directory.Path).Refused);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\n\n", null)]
    [InlineData("welcome\nlaunch: 3: module: not found\n\n", "launch: 3: module: not found")]
    [InlineData("a\u001b]0;x\u0007", "a\\x1b]0;x\\x07")]
    public void The_last_words_of_a_shell_are_its_last_line(string content, string? words)
    {
        Assert.Null(new Witness().Hear(directory.Path).LastWords);
        Write("stderr", content);
        Assert.Equal(words, new Witness().Hear(directory.Path).LastWords);
    }

    private void Write(string name, string content) => File.WriteAllText(directory.File(name), content);
}
