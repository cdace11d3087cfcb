using System.Security.Cryptography;
using Dxflow.Access;
using Dxflow.Access.Keys;
using Dxflow.Access.SignIn;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dxflow.Tests.Access;

/// <summary>Keys, tokens and sign-in over a directory of its own, with a clock that stands still until it is moved.</summary>
internal sealed class AccessFixture : IAsyncDisposable
{
    public const string Engine = "00112233445566778899aabbccddeeff";
    public static readonly LocalPeer Owner = new(7, 1000, 1000);

    private readonly bool _tlsTerminated;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private Committer _committer = null!;

    public AccessFixture(bool tlsTerminated = false)
    {
        _tlsTerminated = tlsTerminated;
        Open();
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("dxflow-access-").FullName;

    /// <summary>There is no room for the reserve of the next engine: it refuses changes.</summary>
    public bool IsFull { get; set; }

    public ManualTime Time { get; } = new();

    public List<AuditEntry> Audit { get; } = [];

    public KeyRegistry Keys { get; private set; } = null!;

    public KeyDesk Desk { get; private set; } = null!;

    public Tokens Tokens { get; private set; } = null!;

    public SignInDesk SignIn { get; private set; } = null!;

    public string JournalPath => Path.Combine(Directory, "access.journal");

    /// <summary>A call of the owner of the socket.</summary>
    public static Call Local { get; } = CallFrom(new Connection(Owner, null, "unix", default));

    public static Call CallFrom(Connection connection, Permission permissions = Permission.Master) =>
        new(new Caller("uid:1000", permissions, connection.Local, default), default, Connection: connection);

    public static Call Remote(string? certificate = null) => new(
        Caller.Anybody, default, Connection: new Connection(null, null, "10.0.0.9", default, certificate));

    /// <summary>Ends this engine and begins the next one over the same files.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        Open();
    }

    public Task<KeyChanged> RegisterAsync(string identity, RSA key, params string[] permissions) => Desk.RegisterAsync(
        new RegisterKey(SampleKeys.Line(key), identity, permissions.Length == 0 ? null : permissions), Local);

    public Caller Authenticate(string token) => Tokens.Authenticate(token, null);

    public async Task<TokenInfo> SignInAsync(string identity, RSA key)
    {
        var challenge = await SignIn.ChallengeAsync();
        var text = SignedText.Of(challenge.Engine, challenge.Nonce, SignedText.NoCertificate);
        return await SignIn.VerifyAsync(new VerifyChallenge(identity, challenge.Nonce, SampleKeys.Sign(key, text)), Remote());
    }

    public async Task CloseAsync()
    {
        await Keys.DisposeAsync();
        await _committer.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    public void Open()
    {
        IDisk reserve = IsFull ? new ScriptedDisk { CapacityBytes = 0 } : LocalDisk.Instance;
        _committer = new Committer(reserve, Path.Combine(IsFull ? "/" : Directory, "reserve"), Time, static failure => throw failure);
        Keys = KeyRegistry.Open(JournalPath, _committer, Time, NullLoggerFactory.Instance);
        Desk = new KeyDesk(Keys, Time);
        Tokens = new Tokens(Engine, _secret, Keys, Time);
        var ports = new DeskPorts(
            entry =>
            {
                Audit.Add(entry);
                return Task.CompletedTask;
            },
            _tlsTerminated);
        SignIn = new SignInDesk(Tokens, Keys, ports, Time);
    }
}
