using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>
/// What a builder may ask for while it builds one image: secrets by id, a login by the name of its registry, and ssh-agents by id, as the
/// path of their socket. Nothing else is answered, and nobody else's.
/// </summary>
internal sealed class SessionOffers(
    BuildSecrets secrets, IReadOnlyDictionary<string, RegistryLogin> logins, IReadOnlyDictionary<string, string> sockets)
{
    private const string DefaultId = "default";
    private const string HubAddress = "https://index.docker.io/v1/";

    /// <summary>What Docker Hub is called by those who fetch from it.</summary>
    private static readonly string[] HubHosts = ["docker.io", "index.docker.io", "registry-1.docker.io"];

    public byte[]? Secret(string id) => secrets.ById.GetValueOrDefault(id);

    public RegistryLogin? Login(string host) => logins.GetValueOrDefault(HubHosts.Contains(host) ? HubAddress : host);

    public string? Socket(string id) => sockets.GetValueOrDefault(id.Length == 0 ? DefaultId : id);

    /// <summary>The sockets that a build names: <c>default</c>, <c>ID</c> (both the engine's own), or <c>ID=SOCKET</c>.</summary>
    /// <exception cref="Fault">There is no such ssh-agent.</exception>
    public static IReadOnlyDictionary<string, string> Sockets(ImageBuild build, string? own)
    {
        var sockets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var written in build.Ssh ?? [])
        {
            var (id, path) = written.IndexOf('=') is > 0 and var at ? (written[..at], written[(at + 1)..]) : (written, own);
            sockets[id] = path is { Length: > 0 } && IsSocket(path) ? path : throw Fault.Invalid(
                $"a build is to have the ssh-agent `{id}`, and {(path is null ? "the engine has none" : $"{path} is no socket of one")}",
                "start the engine with SSH_AUTH_SOCK set, or write ssh: [ID=/path/of/its/socket]; key files are not read");
        }

        return sockets;
    }

    private static bool IsSocket(string path)
    {
        try
        {
            return FileStat.Find(RealPath.Of(path) ?? path) is { Kind: FileKind.Socket };
        }
        catch (DiskException)
        {
            return false;
        }
    }
}
