using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects;

/// <summary>Reads files again and says which are not what was brought.</summary>
internal sealed class ObjectCheck(CancellationToken cancel)
{
    private const int DoubtsMax = 1000;
    private const int PartBytes = 1 << 20;

    private readonly byte[] _part = GC.AllocateUninitializedArray<byte>(PartBytes);
    private readonly List<ObjectDoubt> _doubts = [];
    private long _good;
    private long _bytes;

    public ObjectsVerified Of(ObjectHold held)
    {
        if (held.Kind == ObjectKind.File)
        {
            using var file = held.OpenToRead();
            Look(file, held.Path.Text);
        }
        else if (held.Kind == ObjectKind.Dir)
        {
            Below(held);
        }
        else
        {
            throw ObjectFaults.WrongKind(held.Path, "neither a file nor a directory");
        }

        return new ObjectsVerified(_good, _bytes, _doubts);
    }

    /// <summary>Of all of a file, or of so many bytes at its beginning.</summary>
    public string Sha256Of(SafeFileHandle file, string path, long length = long.MaxValue)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 0L; Next(at) is var read and > 0; at += read)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(_part, 0, read);
            _bytes += read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        int Next(long at) => FileCalls.Read(file, _part.AsSpan(0, (int)Math.Min(_part.Length, length - at)), at, path);
    }

    private void Below(ObjectHold top)
    {
        foreach (var item in TreeWalk.Below(top.Handle, ObjectPath.DepthMax, null, cancel))
        {
            var path = top.Path.IsTop ? item.Path : $"{top.Path.Text}/{item.Path}";
            if (item.Stat.Kind == FileKind.Regular)
            {
                using var file = Open(item, path);
                Look(file, path);
            }
            else if (item.Stat.Kind != FileKind.Directory)
            {
                Doubt(path, "it is neither a file nor a directory");
            }
        }
    }

    /// <summary>Held first: what has the name by now may be something that does not let itself be opened.</summary>
    public static SafeFileHandle Open(WalkedObject item, string path)
    {
        var held = FileCalls.OpenAt(item.Directory, item.Name, Libc.HoldOnly | Libc.NoFollow, path);
        using var hold = new ObjectHold(held, FileStat.Of(held, path), ObjectPath.Parse(path));
        return hold.OpenToRead();
    }

    private void Look(SafeFileHandle file, string path)
    {
        if (ObjectSum.Read(file) is not { } sum)
        {
            Doubt(path, "no checksum was kept of it: it did not come this way");
            return;
        }

        var stat = FileStat.Of(file, path);
        var now = Sha256Of(file, path);
        if (now == sum.Sha256)
        {
            _good++;
        }
        else if (sum.IsOf(stat))
        {
            Doubt(path, $"its sha256 was {sum.Sha256} and is {now}, though nobody has written to it", damaged: true);
        }
        else
        {
            Doubt(
                path, $"it was written to at {stat.ModifiedAt:u}, past the engine: its sha256 was {sum.Sha256} and is {now}",
                damaged: true);
        }
    }

    private void Doubt(string path, string why, bool damaged = false)
    {
        if (_doubts.Count < DoubtsMax)
        {
            _doubts.Add(new ObjectDoubt(path, why, damaged));
        }
    }
}
