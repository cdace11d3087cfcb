using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>Something below a directory: its path relative to it, and the open directory that it stands in.</summary>
internal readonly record struct WalkedObject(string Path, SafeFileHandle Directory, string Name, FileStat Stat);

/// <summary>
/// What is below a directory, each directory before what is in it, names in byte order. Links are told and not followed; what goes
/// meanwhile is left out.
/// </summary>
internal static class TreeWalk
{
    /// <summary><paramref name="after"/>: a path that was told already, with all before it.</summary>
    public static IEnumerable<WalkedObject> Below(SafeFileHandle held, int depthMax, string? after, CancellationToken cancel) =>
        Below(held, "", depthMax, after?.Split('/') ?? [], cancel);

    private static IEnumerable<WalkedObject> Below(
        SafeFileHandle held, string prefix, int depthLeft, ReadOnlyMemory<string> after, CancellationToken cancel)
    {
        using var directory = TryOpen(held, prefix);
        if (directory is null)
        {
            yield break;
        }

        var start = after.IsEmpty ? null : after.Span[0];
        foreach (var name in DirectoryCalls.Names(directory))
        {
            cancel.ThrowIfCancellationRequested();
            var order = start is null ? 1 : ByteOrder.Comparer.Compare(name, start);
            if (order < 0 || FileStat.FindAt(directory, name, prefix + name) is not { } stat)
            {
                continue;
            }

            if (order > 0)
            {
                yield return new WalkedObject(prefix + name, directory, name, stat);
            }

            if (stat.Kind == FileKind.Directory && depthLeft > 1 && TryHold(directory, name, prefix) is { } next)
            {
                using (next)
                {
                    var rest = order == 0 ? after[1..] : default;
                    foreach (var inner in Below(next, $"{prefix}{name}/", depthLeft - 1, rest, cancel))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }

    private static SafeFileHandle? TryHold(SafeFileHandle directory, string name, string path) =>
        Tried(() => FileCalls.OpenAt(directory, name, Libc.HoldOnly | Libc.Directory | Libc.NoFollow, path));

    private static SafeFileHandle? TryOpen(SafeFileHandle held, string path) =>
        Tried(() => FileCalls.OpenAt(held, ".", Libc.ReadOnly | Libc.Directory, path));

    /// <summary>Something else, or nothing, has the name by now; or the engine's user may not look into it.</summary>
    private static SafeFileHandle? Tried(Func<SafeFileHandle> open)
    {
        try
        {
            return open();
        }
        catch (DiskException gone) when (gone.Errno is Errno.NoEntry or Errno.NotDirectory or Errno.Loop or Errno.AccessDenied)
        {
            return null;
        }
    }
}
