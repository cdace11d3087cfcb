using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Storage;

namespace Dxflow.Platform.Registries;

/// <summary>
/// Who signs in at a registry, and with what. Only kept and sent; no surface shows the last two.
/// </summary>
internal sealed record KeptLogin(string Server, string User, DateTimeOffset Since, string? Password = null, string? Token = null)
{
    /// <summary>A record that is printed by mistake says nothing.</summary>
    public override string ToString() => $"{User} at {Server}";
}

/// <summary>
/// The logins of this engine, in a file of the home that its user alone can read (0600), replaced as a whole and durable before a login
/// is answered. They are read when first needed, so that a damaged file stops nothing else.
/// </summary>
internal sealed class RegistryStore(IDisk disk, string path)
{
    public const int LoginsMax = 1000;
    public const string Hub = "docker.io";

    private const string HubAddress = "https://index.docker.io/v1/";
    private const int Version = 1;
    private const int HostCharactersMax = 255;

    private readonly Lock _lock = new();
    private readonly TableFile _file = new(disk, path, "dxflow-registries", Version);
    private SortedDictionary<string, KeptLogin>? _logins;

    public IReadOnlyList<KeptLogin> Logins
    {
        get
        {
            lock (_lock)
            {
                return [.. Known().Values];
            }
        }
    }

    /// <summary>What an engine is given for a registry; null: nobody has signed in there.</summary>
    public RegistryLogin? For(string server)
    {
        lock (_lock)
        {
            return Known().GetValueOrDefault(server) is { } login ? Sent(login) : null;
        }
    }

    /// <summary>What a build is given, which may need any of them.</summary>
    public IReadOnlyDictionary<string, RegistryLogin> All() => Logins.ToDictionary(static login => AddressOf(login.Server), Sent);

    public void Put(KeptLogin login)
    {
        lock (_lock)
        {
            var next = new SortedDictionary<string, KeptLogin>(Known(), StringComparer.Ordinal) { [login.Server] = login };
            if (next.Count > LoginsMax)
            {
                throw new Fault(FaultKind.Exhausted, $"more than {LoginsMax} registries are not kept", "sign out of some");
            }

            Write(next);
        }
    }

    /// <summary>False: nobody had signed in there.</summary>
    public bool Remove(string server)
    {
        lock (_lock)
        {
            var next = new SortedDictionary<string, KeptLogin>(Known(), StringComparer.Ordinal);
            if (!next.Remove(server))
            {
                return false;
            }

            Write(next);

            // The file before it still has the login; written once more, it is gone from that one too.
            Write(next);
            return true;
        }
    }

    /// <summary>Registries are known by host and port, whatever was typed around them.</summary>
    public static string ServerOf(string typed)
    {
        var scheme = typed.IndexOf("://", StringComparison.Ordinal);
        var bare = (scheme < 0 ? typed : typed[(scheme + 3)..]).Split('/')[0].ToLowerInvariant();
        return bare is "index.docker.io" or "registry-1.docker.io" or Hub ? Hub
            : bare.Length is > 0 and <= HostCharactersMax && bare.All(IsOfHost)
                ? bare
                : throw Fault.Invalid("that is no registry", "give its host, and its port if it has one: registry.example:5000");
    }

    private static bool IsOfHost(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ':' or '[' or ']';

    public static string AddressOf(string server) => server == Hub ? HubAddress : server;

    private static RegistryLogin Sent(KeptLogin login) =>
        new(login.User, login.Token is null ? login.Password : null, login.Token, AddressOf(login.Server));

    private void Write(SortedDictionary<string, KeptLogin> next)
    {
        _file.Write(JsonSerializer.SerializeToUtf8Bytes([.. next.Values], PlatformJson.Default.IReadOnlyListKeptLogin));
        _logins = next;
    }

    private SortedDictionary<string, KeptLogin> Known()
    {
        if (_logins is null)
        {
            var kept = Read() is { } table
                ? JsonSerializer.Deserialize(table.Payload, PlatformJson.Default.IReadOnlyListKeptLogin) ?? []
                : [];
            _logins = new(kept.ToDictionary(static login => login.Server), StringComparer.Ordinal);
        }

        return _logins;
    }

    private TableContent? Read()
    {
        try
        {
            return _file.Read();
        }
        catch (Exception unread) when (unread is DamagedFileException or NewerFormatException)
        {
            throw new Fault(
                FaultKind.Internal, $"the logins at registries cannot be read: {unread.Message}", $"move {path} away and sign in again",
                unread);
        }
    }
}
