using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Output;

/// <summary>
/// What the derived commands write, in each form; the engine's clock says that it is three hours after the samples were made.
/// </summary>
public sealed class OutputTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public Task A_list_is_a_table() => WritesAsync("sample list", """
        NAME   COUNT  COLOUR  CREATED  TAGS               GRACE    SIZE
        alpha      3  red     3h ago   x, y               1m30s  1.5KiB
        beta      12  red     3h ago   a-much-longer-tag  1m30s  1.5KiB

        """);

    [Fact]
    public Task A_wide_table_has_all_and_exact_times() => WritesAsync("sample list -o wide", """
        NAME   COUNT  COLOUR  CREATED               TAGS               GRACE    SIZE  NOTE
        alpha      3  red     2026-01-31T09:30:00Z  x, y               1m30s  1.5KiB  a note
        beta      12  red     2026-01-31T09:30:00Z  a-much-longer-tag  1m30s  1.5KiB  a note

        """);

    [Fact]
    public Task An_empty_list_has_its_heading_only() =>
        WritesAsync("sample list --limit 0 -q", "NAME  COUNT  COLOUR  CREATED  TAGS  GRACE  SIZE\n");

    [Fact]
    public Task A_record_is_lines() => WritesAsync("sample show alpha", """
        name     alpha
        count    3
        colour   red
        created  3h ago
        tags     x, y
        grace    1m30s
        size     1.5KiB

        """);

    [Fact]
    public Task Names_are_one_a_line() => WritesAsync("sample list -o name", "alpha\nbeta\n");

    [Fact]
    public Task A_records_name_is_its_name() => WritesAsync("sample show alpha -o name", "alpha\n");

    [Fact]
    public Task Json_is_what_the_engine_said() => WritesAsync("sample show alpha -o json", """
        {
          "name": "alpha",
          "count": 3,
          "colour": "red",
          "createdAt": "2026-01-31T09:30:00+00:00",
          "tags": [
            "x",
            "y"
          ],
          "grace": "1m30s",
          "sizeBytes": 1536,
          "note": "a note"
        }

        """);

    [Fact]
    public Task Yaml_says_the_same() => WritesAsync("sample show alpha -o yaml", """
        name: alpha
        count: 3
        colour: red
        createdAt: "2026-01-31T09:30:00+00:00"
        tags:
        - x
        - "y"
        grace: "1m30s"
        sizeBytes: 1536
        note: a note

        """);

    [Fact]
    public Task A_stream_is_a_line_each() => WritesAsync("sample watch alpha/2", "1  alpha 1\n2  alpha 2\n");

    [Fact]
    public Task A_stream_in_json_is_ndjson() => WritesAsync(
        "sample watch alpha/2 -o json", "{\"sequence\":1,\"text\":\"alpha 1\"}\n{\"sequence\":2,\"text\":\"alpha 2\"}\n");

    [Fact]
    public Task A_stream_in_yaml_is_documents() => WritesAsync("sample watch alpha/1 -o yaml", "---\nsequence: 1\ntext: alpha 1\n");

    [Fact]
    public async Task A_next_page_is_a_message_that_quiet_silences()
    {
        Assert.Equal("There is more: --cursor c1\n", (await _engine.RunAsync("sample", "list", "--limit", "1")).Error);
        Assert.Equal("", (await _engine.RunAsync("sample", "list", "--limit", "1", "-q")).Error);
        Assert.Equal("", (await _engine.RunAsync("sample", "list", "--limit", "1", "-o", "json")).Error);
    }

    [Fact]
    public async Task A_table_is_cut_to_the_terminal()
    {
        var ran = await _engine.RunAsync(new TerminalFacts(true, true, true, 56, false), "", "sample", "list");
        Assert.All(ran.Output.TrimEnd().Split('\n'), line => Assert.InRange(line.Length, 1, 56));
        Assert.Contains("…", ran.Output);
    }

    [Fact]
    public async Task All_problems_are_written_with_their_places()
    {
        var ran = await _engine.RunAsync("sample", "show", "many");
        Assert.Equal("error: Two things are wrong.\n  f.yaml:3:4: a\n    hint: b\n  c\n", ran.Error);
    }

    private async Task WritesAsync(string line, string expected)
    {
        var ran = await _engine.RunAsync(line.Split(' '));
        Assert.Equal("", ran.Error);
        Assert.Equal(expected, ran.Output);
    }
}
