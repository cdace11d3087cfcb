using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// A name for an address. <see cref="Current"/>: Docker's own command uses it here. <see cref="Problem"/>: why we cannot, or what of it
/// cannot be read.
/// </summary>
internal sealed record DockerContext(string Name, string? Endpoint, string? Description, bool Current, string? Problem = null);

/// <summary>
/// The contexts of Docker's own command: names for addresses, in <c>config.json</c> and <c>contexts/meta/SHA256(NAME)/meta.json</c> of
/// <c>DOCKER_CONFIG</c>, else of <c>~/.docker</c>. <c>DOCKER_CONTEXT</c> names one, else the file does; <c>default</c> is none. Source: the
/// layout that Docker's command line documents for its store of contexts.
/// </summary>
internal static partial class DockerContexts
{
    public const string Default = "default";

    /// <summary>Of as many directories, in the order of their names.</summary>
    public const int CountMax = 1_000;

    private const int BytesMax = 1 << 20;
    private const int HashShown = 12;

    /// <summary>
    /// The address of the context in use; null without one, and for one that is reached in a way that we do not have (ssh, TLS) or whose
    /// files cannot be read: then the usual places are looked at.
    /// </summary>
    public static string? Address(Func<string, string?> variable)
    {
        if (Folder(variable) is not { } folder || Chosen(folder, variable).Name is not { } name || name == Default)
        {
            return null;
        }

        var (host, _, _, problem) = Read(folder, HashOf(name));
        return problem is null ? host : null;
    }

    /// <summary>
    /// Each that there is, by name, below <c>default</c>, which is at <paramref name="usual"/>. What cannot be read is among them, with
    /// the reason; so is one that is chosen and not there. Passwords in addresses are left out.
    /// </summary>
    public static IReadOnlyList<DockerContext> List(string usual, Func<string, string?> variable)
    {
        var folder = Folder(variable);
        var (chosen, wrong) = folder is null ? (null, null) : Chosen(folder, variable);
        var found = new List<DockerContext>();
        foreach (var hash in folder is null ? [] : Directories(folder))
        {
            var (host, named, description, problem) = Read(folder!, hash);
            var name = named ?? hash[..Math.Min(HashShown, hash.Length)];
            found.Add(named is not null && HashOf(named) != hash
                ? new DockerContext(name, null, null, false, $"it lies in {hash}, which is no place for a context of this name")
                : new DockerContext(name, host is null ? null : Bare(host), description, named is not null && named == chosen, problem));
        }

        if (chosen is not (null or Default) && !found.Any(static each => each.Current))
        {
            found.Add(new DockerContext(chosen, null, null, true, "it is chosen, and there is none of this name that can be read"));
        }

        var isDefault = chosen is null or Default;
        return
        [
            new DockerContext(Default, usual, null, isDefault, wrong),
            .. found.OrderBy(static each => each.Name, StringComparer.Ordinal),
        ];
    }

    private static string? Folder(Func<string, string?> variable) => variable("DOCKER_CONFIG") is { Length: > 0 } given ? given
        : variable("HOME") is { Length: > 0 } home ? Path.Join(home, ".docker")
        : null;

    private static (string? Name, string? Problem) Chosen(string folder, Func<string, string?> variable)
    {
        if (variable("DOCKER_CONTEXT") is { Length: > 0 } named)
        {
            return (named, null);
        }

        var file = Path.Join(folder, "config.json");
        using var document = Open(file, out var problem);
        var name = document is null ? null : Text(document.RootElement, "currentContext");
        return (name is "" ? null : name, problem is null || !File.Exists(file) ? null : $"{file}: {problem}");
    }

    /// <summary>What a context says of itself; the problem is why it cannot be read, or not be used by us.</summary>
    private static (string? Host, string? Name, string? Description, string? Problem) Read(string folder, string hash)
    {
        var file = Path.Join(folder, "contexts", "meta", hash, "meta.json");
        using var document = Open(file, out var unreadable);
        if (document is null)
        {
            return (null, null, null, $"{file}: {unreadable}");
        }

        var host = Text(document.RootElement, "Endpoints", "docker", "Host");
        var problem = host is null ? "it has no address for Docker"
            : Directory.Exists(Path.Join(folder, "contexts", "tls", hash)) ? "it is reached by TLS, which dxflow does not use here"
            : IsOurs(host) ? null
            : $"it is reached by {host.Split("://")[0]}; dxflow knows unix:// and tcp://";
        return (host, Text(document.RootElement, "Name"), Text(document.RootElement, "Metadata", "Description"), problem);
    }

    private static bool IsOurs(string host) =>
        host.StartsWith("unix://", StringComparison.Ordinal) || host.StartsWith("tcp://", StringComparison.Ordinal);

    private static List<string> Directories(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Path.Join(folder, "contexts", "meta")).Select(static path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal).Take(CountMax)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Where it is, without what lets somebody in.</summary>
    private static string Bare(string host) => Password().Replace(host, "$1:***@");

    [GeneratedRegex("(//[^:@/]*):[^@/]*@", RegexOptions.None, 1000)]
    private static partial Regex Password();

    private static JsonDocument? Open(string file, out string? problem)
    {
        problem = null;
        try
        {
            if (new FileInfo(file).Length > BytesMax)
            {
                problem = $"it is larger than {BytesMax} bytes";
                return null;
            }

            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problem = unreadable is FileNotFoundException or DirectoryNotFoundException ? "it is not there" : unreadable.Message;
            return null;
        }
        catch (JsonException)
        {
            // Its own words would quote what stands in the file, where logins may be.
            problem = "it is no JSON";
            return null;
        }
    }

    private static string? Text(JsonElement at, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }
}
