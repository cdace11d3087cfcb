using Dxflow.Surfaces.Cli.Terminals;
using Dxflow.Tests.Surfaces.Cli.Client;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli;

public sealed class CommandSurfaceTests : IAsyncLifetime
{
    private static readonly TerminalFacts OnTerminal = new(true, true, true, 80, false);
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("sampel list", "There is no command 'sampel'.", "Did you mean dxflow sample?")]
    [InlineData("sample lsit", "There is no command 'sample lsit'.", "Did you mean dxflow sample list?")]
    [InlineData("sample xyzzy", "There is no command 'sample xyzzy'.", "See dxflow sample --help.")]
    [InlineData("verison", "There is no command 'verison'.", "Did you mean dxflow version?")]
    [InlineData("sample list --limti 3", "There is no option '--limti'.", "Did you mean --limit?")]
    [InlineData("sample show", "NAME is missing.", "See dxflow sample show --help.")]
    [InlineData("sample show a b", "There is no place for 'b'.", "See dxflow sample show --help.")]
    [InlineData("sample list -o xml", "--output must be one of table, wide, json, yaml, name, not 'xml'.", null)]
    [InlineData("sample list --timeout soon", "--timeout must be a duration such as 30s, not 'soon'.", "")]
    [InlineData("sample make a 1 --shiny --no-shiny", "--shiny and --no-shiny contradict each other.", "Give one of them.")]
    [InlineData("sample make a 1 --text /does/not/exist", "text: /does/not/exist cannot be read", "Name a file, or - for standard input.")]
    public async Task A_wrong_command_line_is_exit_2_with_a_hint(string line, string error, string? hint)
    {
        var ran = await _engine.RunAsync(line.Split(' '));
        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.StartsWith("error: " + error, ran.Error);
        Assert.Contains(hint is null ? "" : hint.Length == 0 ? "hint: " : "hint: " + hint, ran.Error);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var ran = await _engine.RunAsync("sample", "make", "a", "1", "--colr", "red", "--grase=1", "--shiny", "--no-shiny");
        Assert.Contains("--colr", ran.Error);
        Assert.Contains("--grase", ran.Error);
        Assert.Contains("contradict", ran.Error);
    }

    [Fact]
    public async Task Options_may_stand_anywhere_and_nouns_have_other_names()
    {
        var expected = await _engine.RunAsync("sample", "show", "alpha", "-o", "json");
        string[] lines =
            ["-o json sample show alpha", "sample -o json show alpha", "smp show -o=json alpha", "sample show --output json alpha"];
        foreach (var line in lines)
        {
            Assert.Equal(expected, await _engine.RunAsync(line.Split(' ')));
        }
    }

    [Fact]
    public async Task What_follows_two_dashes_is_an_argument()
    {
        var ran = await _engine.RunAsync("sample", "show", "--", "--output");
        Assert.Equal(3, ran.Exit);
        Assert.Contains("no sample '--output'", ran.Error);
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("[diagram]")]
    [InlineData("-1")]
    public async Task A_word_means_itself(string word)
    {
        var ran = await _engine.RunAsync("sample", "show", word);
        Assert.Contains($"no sample '{word}'", ran.Error);
    }

    [Fact]
    public async Task Short_options_are_not_bundled()
    {
        var ran = await _engine.RunAsync("sample", "watch", "alpha", "-fq");
        Assert.Contains("There is no option '-fq'.", ran.Error);
    }

    [Fact]
    public async Task A_destructive_command_asks()
    {
        Assert.Equal(2, (await _engine.RunAsync("sample", "remove", "alpha")).Exit);
        var no = await _engine.RunAsync(OnTerminal, "n\n", "sample", "remove", "alpha");
        Assert.Equal((130, true), (no.Exit, no.Error.Contains("Remove a sample for good. Go on? [y/N]", StringComparison.Ordinal)));
        Assert.Empty(_engine.Audit);
        Assert.Equal(0, (await _engine.RunAsync(OnTerminal, "y\n", "sample", "remove", "alpha")).Exit);
        Assert.Equal(0, (await _engine.RunAsync("sample", "remove", "alpha", "--yes")).Exit);
        Assert.Equal(2, _engine.Audit.Count);
    }

    [Fact]
    public async Task A_local_command_calls_operations_and_sets_the_exit_code()
    {
        Assert.Equal(
            new Ran(0, "Hello alpha, 3 times\nHello alpha, 3 times\n", ""), await _engine.RunAsync("greet", "alpha", "--times", "2"));
        Assert.Equal(99, (await _engine.RunAsync("greet", "alpha", "--times", "99")).Exit);
        Assert.Equal(3, (await _engine.RunAsync("greet", "nobody")).Exit);
        Assert.Contains("times must be a whole number, not 'x'.", (await _engine.RunAsync("greet", "alpha", "--times", "x")).Error);
    }

    [Theory]
    [InlineData("{\"sequence\":1,\"text\":\"a\"}\n", true)]
    [InlineData("{\"sequence\":1,\"text\":\"a\"}\n", false)]
    [InlineData("{\"sequence\":1,\"te", false)]
    public async Task A_stream_that_stops_without_its_end_is_exit_5(string body, bool wellFormed)
    {
        var chunk = $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n";
        await using var server = new ScriptedServer(wellFormed ? chunk + "0\r\n\r\n" : chunk);
        var ran = await SampleEngine.RunAsync(server.Socket, TerminalFacts.None, "", "sample", "watch", "alpha", "-o", "json");
        Assert.Equal(5, ran.Exit);
        Assert.StartsWith("error: The ", ran.Error);
    }

    [Fact]
    public async Task A_stream_whose_engine_stops_says_so()
    {
        var watching = _engine.RunAsync("sample", "watch", "alpha", "--follow", "-o", "json");
        await _engine.Samples.Waiting.Task;
        await _engine.StopAsync();
        var ran = await watching;
        Assert.Equal(5, ran.Exit);
        Assert.StartsWith("error: The engine is stopping.", ran.Error);
    }

    [Fact]
    public async Task A_time_limit_is_exit_7()
    {
        var ran = await _engine.RunAsync("sample", "watch", "alpha", "--follow", "--timeout", "1ms");
        Assert.Equal(7, ran.Exit);
        Assert.Contains("did not end within the --timeout", ran.Error);
    }

    [Fact]
    public async Task No_engine_is_exit_5_and_says_how_to_start_one()
    {
        await _engine.StopAsync();
        File.Delete(_engine.Socket);
        var ran = await _engine.RunAsync("sample", "list");
        Assert.Equal(5, ran.Exit);
        Assert.Contains("hint: dxflow boot up", ran.Error);
    }

    [Fact]
    public async Task Versions_and_help_need_no_engine()
    {
        await _engine.StopAsync();
        Assert.Equal(new Ran(0, "dxflow 1.2.3\n", ""), await _engine.RunAsync("version"));
        Assert.Equal(new Ran(0, "dxflow 1.2.3\n", ""), await _engine.RunAsync("--version"));
        Assert.Contains("\"version\": \"1.2.3\"", (await _engine.RunAsync("version", "-o", "json")).Output);
        Assert.Equal(0, (await _engine.RunAsync("help", "sample", "make")).Exit);
        Assert.Equal(0, (await _engine.RunAsync()).Exit);
        var noVerb = await _engine.RunAsync("sample");
        Assert.Equal((2, ""), (noVerb.Exit, noVerb.Output));
        Assert.Contains("usage: dxflow sample COMMAND", noVerb.Error);
    }
}
