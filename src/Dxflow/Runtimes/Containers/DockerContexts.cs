using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// The contexts of Docker's own command: names for addresses, in <c>config.json</c> and <c>contexts/meta/SHA256(NAME)/meta.json</c> of
/// <c>DOCKER_CONFIG</c>, else of <c>~/.docker</c>. <c>DOCKER_CONTEXT</c> names one, else the file does; <c>default</c> is none. Source: the
/// layout that Docker's command line documents for its store of contexts.
/// </summary>
internal static class DockerContexts
{
    private const string Default = "default";

    /// <summary>
    /// The address of the context in use; null without one, and for one that is reached in a way that we do not have (ssh, TLS) or whose
    /// files cannot be read: then the usual places are looked at.
    /// </summary>
    public static string? Address(Func<string, string?> variable)
    {
        var folder = variable("DOCKER_CONFIG") is { Length: > 0 } given ? given
            : variable("HOME") is { Length: > 0 } home ? Path.Join(home, ".docker")
            : null;
        var name = folder is null ? null
            : variable("DOCKER_CONTEXT") is { Length: > 0 } named ? named
            : Text(Path.Join(folder, "config.json"), "currentContext");
        if (name is null or "" or Default)
        {
            return null;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var host = Text(Path.Join(folder, "contexts", "meta", hash, "meta.json"), "Endpoints", "docker", "Host");
        var isSecured = Directory.Exists(Path.Join(folder, "contexts", "tls", hash));
        return host is not null && !isSecured
            && (host.StartsWith("unix://", StringComparison.Ordinal) || host.StartsWith("tcp://", StringComparison.Ordinal))
            ? host
            : null;
    }

    private static string? Text(string file, params ReadOnlySpan<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var at = document.RootElement;
            foreach (var name in path)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                {
                    return null;
                }
            }

            return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
