using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Dxflow.Tests.Surfaces;

/// <summary>The same request by HTTP and by the command line gives the same answer, for each of the five shapes.</summary>
public sealed class SurfaceParityTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("/api/samples", "sample list")]
    [InlineData("/api/samples?limit=1", "sample list --limit 1")]
    [InlineData("/api/samples/alpha", "sample show alpha")]
    public async Task A_read_answers_the_same(string path, string command) =>
        Same(await _engine.Http.GetStringAsync(path), await _engine.RunAsync([.. command.Split(' '), "-o", "json"]));

    [Fact]
    public async Task A_change_answers_the_same()
    {
        const string body = """
            {"name":"alpha","count":3,"words":["a","b"],"colour":"red","shiny":false,"tag":["x","y"],"env":{"A":"1","B":"2=3"},
             "grace":"1m30s","since":"2026-01-31T09:30:00Z","weight":2.5,"command":["ls","-l","--","@x"]}
            """;
        using var response = await _engine.Http.PostAsync("/api/samples", new StringContent(body, Encoding.UTF8, "application/json"));
        Same(await response.Content.ReadAsStringAsync(), await _engine.RunAsync(
            "sample", "make", "alpha", "3", "a", "b", "-c", "red", "--no-shiny", "-t", "x", "-t=y", "-e", "A=1", "--env", "B=2=3",
            "--grace", "90s", "--since", "2026-01-31T09:30:00Z", "--weight=2.5", "-o", "json", "--", "ls", "-l", "--", "@x"));
    }

    [Theory]
    [InlineData("/api/samples/nope", "sample show nope", 3)]
    [InlineData("/api/samples/conflict", "sample show conflict", 6)]
    [InlineData("/api/samples/timeout", "sample show timeout", 7)]
    [InlineData("/api/samples/unavailable", "sample show unavailable", 5)]
    [InlineData("/api/samples/forbidden", "sample show forbidden", 4)]
    [InlineData("/api/samples/bug", "sample show bug", 1)]
    [InlineData("/api/samples?limit=many", "sample list --limit many", 2)]
    public async Task A_failure_says_the_same(string path, string command, int exit)
    {
        using var response = await _engine.Http.GetAsync(path);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var ran = await _engine.RunAsync(command.Split(' '));
        Assert.Equal(exit, ran.Exit);
        Assert.Equal("", ran.Output);
        Assert.Equal(WithoutId((string)problem["detail"]!), WithoutId(ran.Error.Split('\n')[0]["error: ".Length..]));
        Assert.Equal(
            (string?)problem["hint"] is { } hint ? $"hint: {hint}" : "", ran.Error.TrimEnd().Split('\n')[1..].LastOrDefault() ?? "");
    }

    [Fact]
    public async Task A_stream_gives_the_same_records()
    {
        var events = await _engine.Http.GetStringAsync("/api/samples/alpha/lines?run=5");
        var data = events.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]).ToList();
        var ran = await _engine.RunAsync("sample", "watch", "alpha/5", "-o", "json");
        Assert.Equal(0, ran.Exit);
        Assert.Equal(data.SkipLast(1), ran.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_duplex_gives_the_same_records()
    {
        const string said = "{\"text\":\"one\"}\n{\"text\":\"bye\"}\n";
        using var response = await _engine.Http.PostAsync(
            "/api/samples/alpha/talk", new StringContent("{}\n" + said, Encoding.UTF8, "application/x-ndjson"));
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        var ran = await _engine.RunAsync(Dxflow.Surfaces.Cli.Terminals.TerminalFacts.None, said, "sample", "talk", "alpha", "-o", "json");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(lines.SkipLast(1), ran.Output.TrimEnd().Split('\n'));
        Assert.Equal(3, lines.Length - 1);
    }

    [Fact]
    public async Task An_upload_and_a_download_carry_the_same_bytes()
    {
        var directory = Directory.CreateTempSubdirectory("dx");
        var file = Path.Combine(directory.FullName, "fetched");
        var ran = await _engine.RunAsync("sample", "fetch", "alpha", file);
        Assert.Equal((0, "", ""), (ran.Exit, ran.Output, ran.Error));
        Assert.Equal(await _engine.Http.GetByteArrayAsync("/api/samples/alpha/content"), await File.ReadAllBytesAsync(file));
        Assert.Equal([file], Directory.GetFiles(directory.FullName));
        directory.Delete(recursive: true);

        var stored = await _engine.RunAsync(
            Dxflow.Surfaces.Cli.Terminals.TerminalFacts.None, "new content", "sample", "store", "alpha", "-");
        Assert.Equal((0, "stored 11\n"), (stored.Exit, stored.Output));
        Assert.Equal("new content", await _engine.Http.GetStringAsync("/api/samples/alpha/content"));
    }

    private static void Same(string http, Ran command)
    {
        Assert.Equal((0, ""), (command.Exit, command.Error));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(http), JsonNode.Parse(command.Output)), http + command.Output);
    }

    private static string WithoutId(string detail) => detail.Split("(id ")[0];
}
