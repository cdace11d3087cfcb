using System.Text.Json;
using Dxflow.Access.Keys;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.Keys;

public sealed class KeyStateTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Spki = Convert.ToBase64String(SampleKeys.Public(SampleKeys.Alice).Spki.Span);

    /// <summary>Records as the first version wrote them; they are read for ever.</summary>
    [Fact]
    public void Stored_facts_are_read_as_they_were_meant()
    {
        var state = Replay(
            """
            {"e":"registered","at":1893456000000,"identity":"alice","by":"uid:0","key":"ID","generation":1,"publicKey":"SPKI",
            "permissions":"WORKFLOW,READ_ONLY","expiresAt":1893542400000}
            """,
            """{"e":"disabled","at":1893456001000,"identity":"alice","by":"uid:0","generation":2}""",
            """{"e":"enabled","at":1893456002000,"identity":"alice","by":"uid:0"}""",
            """{"e":"rotated","at":1893456003000,"identity":"alice","by":"bob","generation":3}""",
            """
            {"e":"registered","at":1893456004000,"identity":"gone","by":"uid:0","key":"ID","generation":1,"publicKey":"SPKI",
            "permissions":"MASTER"}
            """,
            """{"e":"unregistered","at":1893456005000,"identity":"gone","by":"uid:0"}""");
        var alice = state.Find("alice")!;
        Assert.Equal((true, 3, Permission.Workflow | Permission.ReadOnly), (alice.IsEnabled, alice.Generation, alice.Permissions));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1893542400000), alice.ExpiresAt);
        Assert.Equal(["alice", KeyState.Owner], state.Keys.Keys);
    }

    [Fact]
    public void A_fact_about_a_key_that_is_not_there_changes_nothing()
    {
        KeyEvent[] facts =
        [
            new KeyEnabled(0, "nobody", "me"), new KeyDisabled(0, "nobody", "me", 9), new KeyRotated(0, "nobody", "me", 9),
            new KeyUnregistered(0, "nobody", "me"),
        ];
        Assert.All(facts, fact => Assert.Equal(KeyState.Empty.Keys, KeyState.Empty.Apply(fact).Keys));
    }

    [Fact]
    public void A_master_counts_while_the_key_is_accepted()
    {
        Assert.False(KeyState.Empty.HasMaster(Noon));
        var state = KeyState.Empty.Apply(
            new KeyRegistered(0, "boss", "me", new string('b', 32), 1, Spki, "MASTER", Noon.AddHours(1).ToUnixTimeMilliseconds()));
        Assert.True(state.HasMaster(Noon));
        Assert.False(state.HasMaster(Noon.AddHours(1)));
        Assert.False(state.Apply(new KeyDisabled(0, "boss", "me", 2)).HasMaster(Noon));
    }

    private static KeyState Replay(params string[] records) => records.Aggregate(KeyState.Empty, static (state, record) =>
        state.Apply(JsonSerializer.Deserialize(
            // The key last: its base64 may well contain the letters of the id.
            record.Replace("ID", new string('a', 32), StringComparison.Ordinal).Replace("SPKI", Spki, StringComparison.Ordinal),
            KeyEventJson.Default.KeyEvent)!));
}
