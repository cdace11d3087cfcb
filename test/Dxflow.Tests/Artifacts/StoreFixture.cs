using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Tests.Foundation.Files;

namespace Dxflow.Tests.Artifacts;

/// <summary>A store in a real directory, with a work directory and one beside it that nothing may reach.</summary>
internal sealed partial class StoreFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StoreFixture()
    {
        Store = Open();
        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(Outside);
    }

    public ArtifactStore Store { get; }

    public string StorePath => _directory.File("store");

    public string Work => _directory.File("work");

    public string Outside => _directory.File("outside");

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    /// <summary>Two names change places at once.</summary>
    public static int Exchange(string one, string other) => RenameAt2(-100, one, -100, other, flags: 2);

    public ArtifactStore Open(TimeProvider? time = null) => new(StorePath, time ?? TimeProvider.System);

    /// <summary>A file in the work directory, with the directories on its way.</summary>
    public string Write(string relative, string text)
    {
        var path = Path.Combine(Work, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Link(string relative, string target)
    {
        var path = Path.Combine(Work, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
        return path;
    }

    /// <summary>One output of the work directory, published.</summary>
    public async Task<Artifact> AddOutputAsync(SelectedOutput output)
    {
        using var intake = Store.Intake(Work);
        var added = await intake.AddAsync([output]);
        await intake.PublishAsync();
        return added[0];
    }

    public string StoredPath(string sha256, string shelf = "files") => Path.Combine(StorePath, shelf, sha256[..2], sha256[2..]);

    public string[] Stored(string shelf = "files") =>
        [.. Directory.GetFiles(Path.Combine(StorePath, shelf), "*", SearchOption.AllDirectories)];

    /// <summary>Nothing of an addition that failed is left.</summary>
    public bool IsIncomingEmpty() => Stored("incoming").Length == 0;

    /// <summary>All below a directory: paths, contents, and what is executable.</summary>
    public static IReadOnlyList<string> Describe(string directory) =>
    [
        .. Directory.GetFileSystemEntries(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
        {
            var name = Path.GetRelativePath(directory, path);
            return Directory.Exists(path) ? $"{name}/"
                : $"{name}{((File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0 ? "*" : "")}: {File.ReadAllText(path)}";
        }),
    ];

    public void Dispose() => _directory.Dispose();

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);
}
