using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Shells.Recordings;

/// <summary>
/// The files of recordings, each written by the process that holds its shell: <c>SHELL.NUMBER.cast</c>. They outlive the shell. One that
/// was broken off ends with its last whole line; one that cannot be read hides no other.
/// </summary>
internal sealed class RecordingShelf(string root)
{
    private const string Suffix = ".cast";
    private const int HeaderBytesMax = 1 << 20;
    private const int TailBytes = 64 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A name that no recording has, and its path. One at a time.</summary>
    public (string Name, string Path) Next(string shell)
    {
        Directory.CreateDirectory(root, Private);
        var last = Names().Where(name => ShellOf(name) == shell).Select(NumberOf).DefaultIfEmpty(0).Max();
        var name = string.Create(CultureInfo.InvariantCulture, $"{shell}.{last + 1}");
        return (name, PathOf(name));
    }

    /// <summary>All that can be read, by name.</summary>
    public IReadOnlyList<RecordingInfo> All(IReadOnlySet<string> live) =>
        [.. Names().Select(name => Find(name, live)).OfType<RecordingInfo>().OrderBy(static one => one.Name, StringComparer.Ordinal)];

    /// <param name="name">Its name.</param>
    /// <param name="live">The names of those that are still being written.</param>
    public RecordingInfo? Find(string name, IReadOnlySet<string> live)
    {
        if (!IsName(name))
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(PathOf(name));
            var length = WholeLength(file);
            if (Header(file) is not { } header)
            {
                return null;
            }

            var origin = header.Dxflow;
            var seconds = LastEvent(file, length)?.Seconds ?? 0;
            return new RecordingInfo(
                name, live.Contains(name), length, seconds, origin.By, origin.At, File.GetLastWriteTimeUtc(file.SafeFileHandle),
                origin.From, origin.Input, origin.Operation, origin.Shell, origin.Instance, header.Height, header.Width, header.Command,
                origin.Entry);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file, and how much of it is whole lines.</summary>
    public (Stream Content, long Length) Open(string name)
    {
        try
        {
            var file = new FileStream(
                PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: true);
            var length = WholeLength(file);
            file.Position = 0;
            return (file, length);
        }
        catch (FileNotFoundException)
        {
            throw Missing(name);
        }
    }

    public void Remove(string name)
    {
        File.Delete(PathOf(name));
        FileCalls.SyncDirectory(root);
    }

    public static Fault Missing(string name) =>
        Fault.Missing($"there is no recording '{name}'", "see 'dxflow shell recording list'");

    private static bool IsName(string name) =>
        Keeping.KeptShells.IsName(name[..Math.Max(0, name.LastIndexOf('.'))]) && NumberOf(name) > 0;

    private static string ShellOf(string name) => name[..name.LastIndexOf('.')];

    private static int NumberOf(string name) => int.TryParse(
        name.AsSpan(name.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private string PathOf(string name) => Path.Combine(root, name + Suffix);

    private IEnumerable<string> Names() => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*" + Suffix).Select(static path => Path.GetFileNameWithoutExtension(path)).Where(IsName)
        : [];

    private static CastHeader? Header(FileStream file)
    {
        file.Position = 0;
        var line = new byte[(int)Math.Min(file.Length, HeaderBytesMax)];
        var read = file.ReadAtLeast(line, line.Length, throwOnEndOfStream: false);
        return line.AsSpan(0, read).IndexOf((byte)'\n') is >= 0 and var end ? CastReading.Header(line.AsSpan(0, end)) : null;
    }

    private static long WholeLength(FileStream file)
    {
        var chunk = new byte[TailBytes];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - chunk.Length);
            var read = ReadAt(file, start, chunk.AsSpan(0, (int)(end - start)));
            if (chunk.AsSpan(0, read).LastIndexOf((byte)'\n') is >= 0 and var at)
            {
                return start + at + 1;
            }

            end = start;
        }

        return 0;
    }

    /// <summary>Null also where the last line is longer than what is looked at.</summary>
    private static CastEvent? LastEvent(FileStream file, long length)
    {
        var chunk = new byte[(int)Math.Min(length, TailBytes)];
        var read = ReadAt(file, length - chunk.Length, chunk);
        var lines = chunk.AsSpan(0, read).TrimEnd((byte)'\n');
        return lines.LastIndexOf((byte)'\n') is >= 0 and var before ? CastEvent.Parse(lines[(before + 1)..]) : null;
    }

    private static int ReadAt(FileStream file, long position, Span<byte> into)
    {
        file.Position = position;
        return file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    }
}
