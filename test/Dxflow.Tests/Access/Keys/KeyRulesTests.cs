using Dxflow.Access.Keys;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.Keys;

public sealed class KeyRulesTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PublicKey AliceKey = SampleKeys.Public(SampleKeys.Alice);
    private static readonly PublicKey BobKey = SampleKeys.Public(SampleKeys.Bob);
    private static readonly KeyState WithAlice = KeyState.Empty.Apply(Register(KeyState.Empty, "alice", AliceKey));

    [Theory]
    [InlineData("alice", true)]
    [InlineData("ci.build-7@host_1", true)]
    [InlineData("", false)]
    [InlineData("-alice", false)]
    [InlineData("uid:0", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("älice", false)]
    public void An_identity_is_a_plain_word(string text, bool isOne) => Assert.Equal(isOne, KeyRules.IsIdentity(text));

    [Fact]
    public void An_identity_has_at_most_64_characters()
    {
        Assert.True(KeyRules.IsIdentity(new string('a', KeyRules.IdentityCharactersMax)));
        Assert.False(KeyRules.IsIdentity(new string('a', KeyRules.IdentityCharactersMax + 1)));
    }

    [Fact]
    public void An_identity_is_taken_once_unless_it_is_to_be_replaced()
    {
        Assert.Equal(FaultKind.Conflict, Refused(() => Register(WithAlice, "alice", BobKey)).Code);
        var replaced = WithAlice.Apply(Register(WithAlice, "alice", BobKey, replace: true));
        Assert.Equal((2, BobKey.Fingerprint), (replaced.Find("alice")!.Generation, replaced.Find("alice")!.Public!.Fingerprint));
        Assert.Equal(WithAlice.Find("alice")!.Id, replaced.Find("alice")!.Id);
    }

    [Fact]
    public void One_key_has_one_identity()
    {
        Assert.Contains("'alice'", Refused(() => Register(WithAlice, "bob", AliceKey)).Detail);
        Assert.Contains("'alice'", Refused(() => KeyRules.Rotate(WithAlice, "alice", AliceKey, Noon, "me")).Detail);
    }

    [Fact]
    public void The_owner_of_the_socket_is_no_key()
    {
        Assert.Equal(FaultKind.Conflict, Refused(() => Register(KeyState.Empty, KeyState.Owner, AliceKey, replace: true)).Code);
        Assert.Equal(FaultKind.Conflict, Refused(() => KeyRules.Unregister(KeyState.Empty, KeyState.Owner, Noon, "me")).Code);
        Assert.Equal(FaultKind.Conflict, Refused(() => KeyRules.Disable(KeyState.Empty, KeyState.Owner, Noon, "me")).Code);
        Assert.Equal(FaultKind.Conflict, Refused(() => KeyRules.Rotate(KeyState.Empty, KeyState.Owner, AliceKey, Noon, "me")).Code);
        var rotated = KeyState.Empty.Apply(KeyRules.Rotate(KeyState.Empty, KeyState.Owner, null, Noon, "me"));
        Assert.Equal(2, rotated.Find(KeyState.Owner)!.Generation);
    }

    [Fact]
    public void Disabling_and_rotating_raise_the_generation_and_enabling_does_not()
    {
        var disabled = WithAlice.Apply(KeyRules.Disable(WithAlice, "alice", Noon, "me")!);
        Assert.Equal((false, 2), (disabled.Find("alice")!.IsEnabled, disabled.Find("alice")!.Generation));
        var enabled = disabled.Apply(KeyRules.Enable(disabled, "alice", Noon, "me")!);
        Assert.Equal((true, 2), (enabled.Find("alice")!.IsEnabled, enabled.Find("alice")!.Generation));
        Assert.Equal(3, enabled.Apply(KeyRules.Rotate(enabled, "alice", null, Noon, "me")).Find("alice")!.Generation);
    }

    [Fact]
    public void What_is_so_already_makes_no_fact()
    {
        Assert.Null(KeyRules.Enable(WithAlice, "alice", Noon, "me"));
        var disabled = WithAlice.Apply(KeyRules.Disable(WithAlice, "alice", Noon, "me")!);
        Assert.Null(KeyRules.Disable(disabled, "alice", Noon, "me"));
    }

    [Fact]
    public void An_unknown_identity_is_missing()
    {
        Assert.Equal(FaultKind.Missing, Refused(() => KeyRules.Unregister(WithAlice, "bob", Noon, "me")).Code);
        Assert.DoesNotContain("\u001b", Refused(() => KeyRules.Enable(WithAlice, "\u001b[2J", Noon, "me")).Detail);
    }

    [Fact]
    public void There_is_a_most_of_keys()
    {
        var entry = WithAlice.Find("alice")!;
        var full = Enumerable.Range(0, KeyRules.KeysMax).Aggregate(
            KeyState.Empty.Keys, (keys, i) => keys.SetItem($"k{i}", entry with { Identity = $"k{i}" }));
        Assert.Equal(FaultKind.Exhausted, Refused(() => Register(new KeyState(full), "one-more", BobKey)).Code);
        Register(new KeyState(full.Remove("k0")), "one-more", BobKey);
    }

    private static KeyEvent Register(KeyState state, string identity, PublicKey key, bool replace = false) => KeyRules.Register(
        state, new KeyDraft(new string('a', 32), identity, key, Permission.Workflow, null), replace, Noon, "me");

    private static FaultInfo Refused(Func<KeyEvent?> decide) => Assert.Throws<Fault>(() => decide()).Info;
}
