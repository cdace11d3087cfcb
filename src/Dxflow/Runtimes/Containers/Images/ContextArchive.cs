using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Artifacts.Packing;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// What an image is built from, as the builder wants it: a tar archive that is made while it is sent, or the address of something that the
/// container engine fetches itself. A Dockerfile that is text, or lies elsewhere, goes into the archive under a name of its own.
/// </summary>
internal sealed class ContextArchive : IDisposable
{
    private const string OwnName = ".dockerfile.dxflow";
    private const string SecretName = ".secret.dxflow-";
    private const int FileBytesMax = 1 << 20;
    private const int NameCharacters = 32;
    private const UnixFileMode Searched = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Stream archive;

    private ContextArchive(string dockerfile, string? remote, Action<TarWriter, CancellationToken> write)
    {
        (Dockerfile, Remote) = (dockerfile, remote);
        archive = remote is not null ? Stream.Null : new TarStream((tar, gone) =>
        {
            try
            {
                write(tar, gone);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DiskException)
            {
                Failure = Fault.Invalid($"what the image is built from cannot be read: {failure.Message}");
                throw;
            }
        });
        Content = new StreamContent(archive);
        Content.Headers.ContentType = new("application/x-tar");
    }

    /// <summary>From the root of the context.</summary>
    public string Dockerfile { get; }

    public string? Remote { get; }

    public HttpContent Content { get; }

    /// <summary>Under which names secrets lie in the archive, by id.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; private init; } = new Dictionary<string, string>();

    /// <summary>Why the context could not be read to its end; the sender of it sees only that it stopped.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>
    /// <paramref name="secrets"/> go along, under names that nobody can guess and only for the builder's own user to read: Podman takes
    /// them out again before it builds.
    /// </summary>
    /// <exception cref="Fault">There is no such directory, or no such Dockerfile.</exception>
    public static ContextArchive Of(ImageBuild build, BuildSecrets? secrets = null, Action<string>? check = null)
    {
        secrets ??= BuildSecrets.None;
        if (!build.Context.StartsWith('/'))
        {
            return check is not null ? throw Unseen(build.Context)
                : build.DockerfileInline is null && IsFetched(build.Context) && secrets.ById.Count == 0
                ? new ContextArchive(build.Dockerfile ?? "Dockerfile", build.Context, static (_, _) => { })
                : throw Fault.Invalid(
                    $"an image is to be built of {build.Context}, which is no directory of this machine, and nothing that is fetched so",
                    "start it on the engine's machine, or build it by `platform image build`; addresses begin with https:// or git://");
        }

        var root = build.Context.TrimEnd('/');
        var isWithin = build.Dockerfile?.StartsWith(root + "/", StringComparison.Ordinal) == true;
        var within = isWithin ? build.Dockerfile![(root.Length + 1)..] : null;
        var own = build.DockerfileInline is { } text ? Encoding.UTF8.GetBytes(text)
            : within is null ? Read(build.Dockerfile ?? root + "/Dockerfile")
            : null;
        if (within is not null && ConfinedDirectory.Refusal(within) is { } refusal)
        {
            throw Fault.Invalid($"{build.Dockerfile} is no Dockerfile of {build.Context}: {refusal}");
        }

        if (!Directory.Exists(build.Context))
        {
            throw Fault.Missing($"there is no directory {build.Context}, and an image is to be built of it");
        }

        if (check is not null)
        {
            // What was looked through is what is sent, under a name that means nothing to the builder.
            own ??= ReadWithin(build.Context, within!);
            check(Encoding.UTF8.GetString(own));
        }

        var name = own is null ? within! : OwnName;
        var ignore = IgnoreFile(root, within ?? build.Dockerfile);
        var names = secrets.ById.ToDictionary(
            static pair => pair.Key, static _ => SecretName + RandomNumberGenerator.GetHexString(NameCharacters, lowercase: true));
        return new ContextArchive(name, null, (tar, gone) =>
        {
            // In the oldest format: BuildKit knows an archive by its first kilobyte, where an entry of the newest has not come to its end.
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "./") { Mode = Plain | Searched });
            if (own is not null)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, OwnName) { Mode = Plain, DataStream = new MemoryStream(own) });
            }

            foreach (var (id, secret) in secrets.ById)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, names[id])
                {
                    Mode = FileCalls.OwnerOnly,
                    DataStream = new MemoryStream(secret),
                });
            }

            using var tree = ConfinedDirectory.Open(build.Context);
            new ContextTree(tar, ignore, [name, ".dockerignore"], gone).Add(tree);
        })
        {
            Secrets = names,
        };
    }

    public void Dispose()
    {
        Content.Dispose();
        archive.Dispose();
    }

    /// <summary>What an engine fetches by a protocol that needs nobody's keys.</summary>
    public static bool IsFetched(string address) =>
        ((string[])["https://", "http://", "git://", "github.com/"]).Any(start => address.StartsWith(start, StringComparison.Ordinal));

    /// <summary>One of the Dockerfile's own comes before the context's.</summary>
    private static IgnoreRules IgnoreFile(string root, string? dockerfile)
    {
        using var tree = ConfinedDirectory.Open(root);
        foreach (var name in (string[])[$"{dockerfile}.dockerignore", ".dockerignore"])
        {
            if (!name.StartsWith('/') && ConfinedDirectory.Refusal(name) is null && Text(tree, name) is { } text)
            {
                return IgnoreRules.Parse(text);
            }
        }

        return IgnoreRules.None;
    }

    private static string? Text(ConfinedDirectory tree, string name)
    {
        try
        {
            using var found = tree.Find(name);
            if (found is not { Stat: { Kind: FileKind.Regular, Length: <= FileBytesMax } })
            {
                return null;
            }

            using var reader = new StreamReader(new FileStream(found.OpenToRead(), FileAccess.Read));
            return reader.ReadToEnd();
        }
        catch (PathEscapeException outside)
        {
            throw Fault.Invalid(outside.Message);
        }
    }

    private static Fault Unseen(string context) => new(
        FaultKind.Forbidden, $"nobody can look through the Dockerfile of {context} before Podman builds it",
        "PLATFORM opens it; or build from a directory");

    private static byte[] ReadWithin(string root, string name)
    {
        using var tree = ConfinedDirectory.Open(root);
        return Text(tree, name) is { } text ? Encoding.UTF8.GetBytes(text)
            : throw Fault.Missing($"the Dockerfile {name} of {root} is not there, or larger than {FileBytesMax} bytes");
    }

    private static byte[] Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Length: <= FileBytesMax } file
                ? File.ReadAllBytes(file.FullName)
                : throw Fault.Invalid($"{path} is larger than {FileBytesMax} bytes, and is no Dockerfile");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Fault.Missing($"the Dockerfile {path} cannot be read: {failure.Message}");
        }
    }
}
