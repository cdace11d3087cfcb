using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dxflow.Access.SignIn;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Client;

namespace Dxflow.Access;

/// <summary>Who a command is at an engine over the network: the directory of its home, its key, and a token that was given.</summary>
internal sealed record RemoteIdentity(string Home, string KeyFile, string? Token);

/// <summary>
/// Signs commands in at an engine over the network:
/// <list type="number">
/// <item>A token that was given is used, and never replaced.</item>
/// <item>One from a sign-in before, kept in <c>tokens/</c> for its owner alone, as long as it is good for a while.</item>
/// <item>Otherwise, or if that one was refused: a challenge, of the engine that is known there (<c>check</c> throws if it is another),
/// signed with the key and bound to the certificate that was seen.</item>
/// </list>
/// </summary>
internal sealed class RemoteCommands(
    EngineRoute route, RemoteIdentity who, Func<string> certificate, Action<string> check, TimeProvider time)
{
    private const int FileBytesMax = 16 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly EngineClient _client = new(route);

    private string Identity => Path.GetFileNameWithoutExtension(who.KeyFile);

    private string Directory => Path.Combine(who.Home, "tokens");

    private string File => Path.Combine(
        Directory,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{route.Name}\n{Path.GetFullPath(who.KeyFile)}")))[..32]);

    /// <summary><paramref name="refused"/>: the token that did not do; null from here: there is no other.</summary>
    public async Task<string?> TokenAsync(string? refused, CancellationToken cancel)
    {
        // 1
        if (who.Token is not null)
        {
            return refused is null ? who.Token : null;
        }

        // 2
        if (Kept() is { } kept && kept.Token != refused && kept.ExpiresAt > time.GetUtcNow() + Margin)
        {
            return kept.Token;
        }

        // 3
        return await SignInAsync(cancel);
    }

    /// <summary>Who an engine says that it is.</summary>
    public static async Task<string> EngineAsync(EngineRoute route, CancellationToken cancel) =>
        (await AskAsync(new EngineClient(route), cancel)).Engine;

    private static async Task<Challenge> AskAsync(EngineClient client, CancellationToken cancel)
    {
        var asked = JsonSerializer.SerializeToElement(new AskChallenge(), AuthJson.Default.AskChallenge);
        return JsonSerializer.Deserialize(
            await client.CallAsync(AuthOperations.All[0], asked, cancel), AuthJson.Default.Challenge)!;
    }

    private async Task<string> SignInAsync(CancellationToken cancel)
    {
        using var key = ReadKey();
        var challenge = await AskAsync(_client, cancel);
        check(challenge.Engine);
        var text = SignedText.Of(challenge.Engine, challenge.Nonce, certificate());
        var signature = key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var verify = new VerifyChallenge(Identity, challenge.Nonce, signature, Certificate: certificate());
        var answer = await _client.CallAsync(
            AuthOperations.All[1], JsonSerializer.SerializeToElement(verify, AuthJson.Default.VerifyChallenge), cancel);
        if (!System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.CreateDirectory(Directory, Private);
        }

        AtomicFile.Write(LocalDisk.Instance, File, answer);
        return JsonSerializer.Deserialize(answer, AuthJson.Default.TokenInfo)!.Token;
    }

    private RSA ReadKey()
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(System.IO.File.ReadAllText(who.KeyFile));
            return key;
        }
        catch (Exception unusable) when (
            unusable is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new Fault(
                FaultKind.Unauthenticated,
                $"To sign in at {route.Name} a key is needed, and {who.KeyFile} is none: {unusable.Message}",
                "dxflow key generate makes one, a MASTER there registers it; the setting connection-key names another file",
                unusable);
        }
    }

    /// <summary>Null also for what is not understood: a sign-in writes it anew.</summary>
    private TokenInfo? Kept()
    {
        try
        {
            return AtomicFile.Read(LocalDisk.Instance, File, FileBytesMax) is { } json
                ? JsonSerializer.Deserialize(json, AuthJson.Default.TokenInfo)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
