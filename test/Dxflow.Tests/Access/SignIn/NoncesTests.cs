using Dxflow.Access.SignIn;
using Dxflow.Tests.Foundation;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Access.SignIn;

public sealed class NoncesTests
{
    private readonly ManualTime _time = new();
    private readonly Nonces _nonces;

    public NoncesTests() => _nonces = new Nonces(_time);

    [Fact]
    public void A_nonce_is_good_once()
    {
        var (nonce, expires) = _nonces.Make();
        Assert.Equal((Nonces.Characters, _time.GetUtcNow() + Nonces.Lifetime), (nonce.Length, expires));
        Assert.Equal(NonceState.Good, _nonces.Check(nonce));
        Assert.Equal(NonceState.Good, _nonces.Use(nonce));
        Assert.Equal(NonceState.Used, _nonces.Check(nonce));
        Assert.Equal(NonceState.Used, _nonces.Use(nonce));
    }

    [Fact]
    public void A_nonce_is_good_for_a_minute_and_not_before_it_was_made()
    {
        var (nonce, _) = _nonces.Make();
        _time.Advance(Nonces.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.Equal(NonceState.Good, _nonces.Check(nonce));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(NonceState.Expired, _nonces.Use(nonce));
        var (later, _) = _nonces.Make();
        _time.Advance(-TimeSpan.FromSeconds(1));
        Assert.Equal(NonceState.Expired, _nonces.Use(later));
    }

    [Fact]
    public void A_nonce_of_another_engine_or_of_before_a_restart_is_foreign() =>
        Assert.Equal(NonceState.Foreign, _nonces.Use(new Nonces(_time).Make().Nonce));

    [Fact]
    public void Any_other_character_anywhere_makes_it_foreign()
    {
        var (nonce, _) = _nonces.Make();
        for (var i = 0; i < nonce.Length; i++)
        {
            var other = nonce.ToCharArray();
            other[i] = other[i] == 'A' ? 'B' : 'A';
            Assert.Equal(NonceState.Foreign, _nonces.Use(new string(other)));
        }

        Assert.Equal(NonceState.Foreign, _nonces.Use(nonce[..^1]));
        Assert.Equal(NonceState.Foreign, _nonces.Use(nonce + "="));
        Assert.Equal(NonceState.Foreign, _nonces.Use(" " + nonce));
        Assert.Equal(NonceState.Foreign, _nonces.Use(new string('A', 1 << 20)));
    }

    [Fact]
    public void Random_text_is_foreign() =>
        Prop.ForAll<string>(text => _nonces.Use(text ?? "") == NonceState.Foreign).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_so_many_are_remembered_and_room_comes_back_as_they_expire()
    {
        for (var i = 0; i < Nonces.UsedMax; i++)
        {
            Assert.Equal(NonceState.Good, _nonces.Use(_nonces.Make().Nonce));
        }

        Assert.Equal(NonceState.Full, _nonces.Use(_nonces.Make().Nonce));
        _time.Advance(Nonces.Lifetime);
        Assert.Equal(NonceState.Good, _nonces.Use(_nonces.Make().Nonce));
    }

    [Fact]
    public async Task Of_many_at_once_one_uses_it()
    {
        var (nonce, _) = _nonces.Make();
        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => _nonces.Use(nonce))));
        Assert.Single(all, NonceState.Good);
    }
}
