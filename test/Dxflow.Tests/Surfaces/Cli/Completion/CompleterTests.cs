using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Completion;

public sealed class CompleterTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("", "version completion greet sample")]
    [InlineData("s", "sample")]
    [InlineData("--e", "--engine")]
    [InlineData("sample |s", "show store")]
    [InlineData("-o json sample |s", "show store")]
    [InlineData("sample show |", "alpha beta")]
    [InlineData("sample show |b", "beta")]
    [InlineData("smp show |", "alpha beta")]
    [InlineData("sample show alpha |", "")]
    [InlineData("sample make alpha 3 |--c", "--colour")]
    [InlineData("sample make alpha 3 -c |", "red light_green")]
    [InlineData("sample make alpha 3 --colour |l", "light_green")]
    [InlineData("sample make alpha 3 --text |", ":files")]
    [InlineData("sample make alpha 3 -t |", "")]
    [InlineData("sample make alpha 3 -- |x", ":files")]
    [InlineData("sample list -o |", "table wide json yaml name")]
    [InlineData("--home |", ":files")]
    [InlineData("sample store alpha |", ":files")]
    [InlineData("completion |", "bash zsh fish pwsh")]
    [InlineData("nonsense |", "")]
    public async Task A_word_is_completed(string line, string expected)
    {
        var ran = await CompleteAsync(line);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(expected, string.Join(' ', ran.Output.TrimEnd('\n').Split('\n').Select(one => one.Split('\t')[0])));
    }

    [Fact]
    public async Task Candidates_carry_their_description() =>
        Assert.Equal("show\tShow a sample.\n", (await CompleteAsync("sample |sh")).Output);

    [Fact]
    public async Task Without_an_engine_there_are_no_names_and_no_message()
    {
        await _engine.StopAsync();
        File.Delete(_engine.Socket);
        Assert.Equal(new Ran(0, "", ""), await CompleteAsync("sample show |"));
    }

    [Theory]
    [InlineData("bash", "complete -F _dxflow dxflow")]
    [InlineData("zsh", "compdef _dxflow dxflow")]
    [InlineData("fish", "complete -c dxflow")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName dxflow")]
    public async Task Each_shell_has_its_script(string shell, string line)
    {
        var ran = await _engine.RunAsync("completion", shell);
        Assert.Contains(line, ran.Output);
        Assert.Contains("dxflow complete --", ran.Output);
    }

    private Task<Ran> CompleteAsync(string line)
    {
        var parts = line.Split('|');
        string[] words = parts.Length == 1 ? [line] : [.. parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), parts[1]];
        return _engine.RunAsync(["complete", "--", .. words]);
    }
}
