using System.Text;
using Dxflow.Access.SignIn;
using Dxflow.Operations;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Access.SignIn;

public sealed class TokenTextTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly TokenClaims Claims = new(
        new string('a', 32), 3, AccessFixture.Engine, DateTimeOffset.FromUnixTimeSeconds(1_900_000_000),
        DateTimeOffset.FromUnixTimeSeconds(1_900_003_600), Permission.Workflow | Permission.ReadOnly);

    [Fact]
    public void What_is_written_is_read() => Prop.ForAll<int, uint, uint>((generation, issued, lasts) =>
    {
        var claims = Claims with
        {
            Generation = generation,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(issued),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds((long)issued + lasts),
        };
        return TokenText.Read(TokenText.Write(claims, Secret), Secret) == claims;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_secret_makes_another_token() => Assert.Null(TokenText.Read(TokenText.Write(Claims, [.. Secret.Reverse()]), Secret));

    [Fact]
    public void Every_cut_and_every_addition_is_refused()
    {
        var token = TokenText.Write(Claims, Secret);
        for (var length = 0; length < token.Length; length++)
        {
            Assert.Null(TokenText.Read(token[..length], Secret));
        }

        string[] more = ["A", "=", "==", " ", "\n", "."];
        Assert.All(more, tail => Assert.Null(TokenText.Read(token + tail, Secret)));
        Assert.Null(TokenText.Read(" " + token, Secret));
        Assert.Null(TokenText.Read(new string('A', 1 << 20), Secret));
    }

    [Fact]
    public void Every_other_character_in_every_place_is_refused()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = TokenText.Write(Claims, Secret);
        for (var i = 0; i < token.Length; i++)
        {
            foreach (var other in (alphabet + "+/= \0é").Where(other => other != token[i]))
            {
                Assert.Null(TokenText.Read(token[..i] + other + token[(i + 1)..], Secret));
            }
        }
    }

    /// <summary>Other encodings of the same bytes are other texts, and one token has one.</summary>
    [Fact]
    public void A_token_encoded_otherwise_is_refused()
    {
        var body = TokenText.Write(Claims, Secret)[TokenText.Prefix.Length..];
        var bytes = Convert.FromBase64String(body.Replace('-', '+').Replace('_', '/').PadRight((body.Length + 3) / 4 * 4, '='));
        string[] others =
        [
            Convert.ToBase64String(bytes), Convert.ToHexString(bytes), body.Insert(40, "\n"), body.ToLowerInvariant(),
            Uri.EscapeDataString(body + "="),
        ];
        Assert.All(others, other => Assert.Null(TokenText.Read(TokenText.Prefix + other, Secret)));
        Assert.Null(TokenText.Read(body, Secret));
    }

    /// <summary>What hits systems whose tokens say themselves how they are checked.</summary>
    [Theory]
    [InlineData("""{"alg":"none"}""", """{"sub":"owner"}""")]
    [InlineData("""{"alg":"HS256","kid":"../../identity"}""", """{"sub":"owner"}""")]
    [InlineData("""{"alg":"RS256","jku":"https://example.org/keys"}""", """{"sub":"owner"}""")]
    public void A_token_that_names_its_own_check_is_refused(string header, string claims)
    {
        var text = $"{Base64(header)}.{Base64(claims)}.";
        Assert.Null(TokenText.Read(text, Secret));
        Assert.Null(TokenText.Read(TokenText.Prefix + text, Secret));
        Assert.Null(TokenText.Read(TokenText.Prefix + text + Base64("signature"), Secret));
    }

    [Fact]
    public void Random_text_is_refused() => Prop.ForAll<string>(text =>
        TokenText.Read(text ?? "", Secret) is null && TokenText.Read(TokenText.Prefix + text, Secret) is null).QuickCheckThrowOnFailure();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=');
}
