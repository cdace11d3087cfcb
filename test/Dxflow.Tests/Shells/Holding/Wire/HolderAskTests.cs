using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Recordings;
using Xunit;

namespace Dxflow.Tests.Shells.Holding.Wire;

public sealed class HolderAskTests
{
    private static readonly ShellStart Start = new("id", "/d", "sh", [], new Dictionary<string, string>(), "/", 24, 80);

    private static readonly RecordTerms Terms = new("x.1", "/x.1.cast", 100, new CastHeader(
        2, 1, 1, 0, "x", "sh", new Dictionary<string, string>(),
        new CastOrigin("x", "id", "me", DateTimeOffset.UnixEpoch, "local", "shell.record", false, 42)));

    /// <summary>A holder refuses what it does not know, so an older one is told nothing newer than it is.</summary>
    [Fact]
    public void What_the_first_protocol_has_is_said_in_its_words_alone()
    {
        var ask = new HolderAsk(HolderVerb.Start, Start: Start);
        using var json = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(ask, HeldJson.Default.HolderAsk));
        Assert.Equal(["verb", "start"], json.RootElement.EnumerateObject().Select(static one => one.Name));
        Assert.Equal(
            ["id", "directory", "program", "arguments", "environment", "workingDirectory", "rows", "columns"],
            json.RootElement.GetProperty("start").EnumerateObject().Select(static one => one.Name));
        Assert.Equal(1, ask.Since());
    }

    [Fact]
    public void What_is_newer_says_so()
    {
        Assert.Equal(2, new HolderAsk(HolderVerb.Record, "id").Since());
        Assert.Equal(2, new HolderAsk(HolderVerb.Start, Start: Start with { Record = Terms }).Since());
        Assert.Equal(2, new HolderAsk(HolderVerb.Start, Start: Start with { Container = new TaskContainer("unix:///x", "c") }).Since());
        var again = JsonSerializer.Deserialize(
            JsonSerializer.SerializeToUtf8Bytes(new HolderAsk(HolderVerb.Record, "id", Record: Terms), HeldJson.Default.HolderAsk),
            HeldJson.Default.HolderAsk)!;
        Assert.Equal(Terms.Header.Dxflow, again.Record!.Header.Dxflow);
    }

    [Fact]
    public void An_older_holder_records_without_the_number_of_the_entry_in_the_audit_log()
    {
        HolderAsk[] asks =
            [new HolderAsk(HolderVerb.Record, "id", Record: Terms), new HolderAsk(HolderVerb.Start, Start: Start with { Record = Terms })];
        foreach (var ask in asks)
        {
            Assert.DoesNotContain("\"entry\"", Said(ask.Before(2)));
            Assert.Contains("\"operation\":\"shell.record\"", Said(ask.Before(2)));
            Assert.Contains("\"entry\":42", Said(ask.Before(3)));
            Assert.Equal(2, ask.Since());
        }
    }

    private static string Said(HolderAsk ask) => JsonSerializer.Serialize(ask, HeldJson.Default.HolderAsk);
}
