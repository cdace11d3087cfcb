using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class LocalDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly IDisk _disk = LocalDisk.Instance;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Bytes_written_are_read_and_the_end_is_told()
    {
        using var file = _disk.Open(_directory.File("a"), DiskOpen.Create);
        file.Write("hello"u8, 3);
        file.Sync();
        var buffer = new byte[16];
        Assert.Equal(8, file.Read(buffer, 0));
        Assert.Equal("\0\0\0hello"u8, buffer.AsSpan(0, 8));
        file.Truncate(4);
        Assert.Equal(4, file.Length);
        file.Allocate(4, 100);
        Assert.Equal(104, file.Length);
    }

    [Fact]
    public void A_failure_says_which_call_on_what_and_why()
    {
        var failure = Assert.Throws<DiskException>(() => _disk.Open(_directory.File("missing/a"), DiskOpen.Read));
        Assert.Equal(Errno.NoEntry, failure.Errno);
        Assert.Equal("open", failure.Operation);
        Assert.Contains("missing/a: No such file or directory", failure.Message);
        Assert.Equal(Errno.NoEntry, Assert.Throws<DiskException>(() => _disk.List(_directory.File("missing"))).Errno);
        Assert.Equal(Errno.NoEntry, Assert.Throws<DiskException>(() => _disk.SyncDirectory(_directory.File("missing"))).Errno);
        Assert.Equal(Errno.NoEntry, Assert.Throws<DiskException>(() => _disk.Rename(_directory.File("x"), _directory.File("y"))).Errno);
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        Assert.IsType<DiskFullException>(DiskException.For("write", "/a", Errno.NoSpace));
        Assert.IsType<DiskFullException>(DiskException.For("write", "/a", Errno.Quota));
        Assert.IsType<DiskException>(DiskException.For("write", "/a", Errno.InputOutput));
        using var full = _disk.Open("/dev/full", DiskOpen.Write);
        Assert.Throws<DiskFullException>(() => full.Write("x"u8, 0));
    }

    [Fact]
    public void Opening_keeps_creates_replaces_or_refuses_as_asked()
    {
        var path = _directory.File("a");
        Assert.Throws<DiskException>(() => _disk.Open(path, DiskOpen.Write));
        using (var made = _disk.Open(path, DiskOpen.WriteOrCreate))
        {
            made.Write("abc"u8, 0);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(Errno.Exists, Assert.Throws<DiskException>(() => _disk.Open(path, DiskOpen.Create)).Errno);
        using (var kept = _disk.Open(path, DiskOpen.WriteOrCreate))
        {
            Assert.Equal(3, kept.Length);
        }

        using var replaced = _disk.Open(path, DiskOpen.Replace);
        Assert.Equal(0, replaced.Length);
    }

    [Fact]
    public void Entries_are_listed_in_byte_order_and_links_are_not_followed()
    {
        _disk.CreateDirectory(_directory.File("b"));
        _disk.CreateDirectory(_directory.File("b"));
        File.WriteAllText(_directory.File("a"), "12");
        File.WriteAllText(_directory.File("B"), "1");
        File.CreateSymbolicLink(_directory.File("c"), "/etc");
        var entries = _disk.List(_directory.Path);
        Assert.Equal(["B", "a", "b", "c"], entries.Select(entry => entry.Name));
        Assert.Equal([false, false, true, false], entries.Select(entry => entry.IsDirectory));
        Assert.Equal(2, _disk.Find(_directory.File("a"))!.Length);
        Assert.Null(_disk.Find(_directory.File("a/x")));
        _disk.Unlink(_directory.File("a"));
        _disk.Unlink(_directory.File("a"));
        Assert.Null(_disk.Find(_directory.File("a")));
    }

    [Fact]
    public void A_hole_gives_the_room_back_and_reads_as_zeros()
    {
        var path = _directory.File("a");
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)7, 64 << 10)]);
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        if (FileCalls.PunchHole(handle, 0, 32 << 10, path))
        {
            var content = File.ReadAllBytes(path);
            Assert.Equal(64 << 10, content.Length);
            Assert.Equal(0, content[(32 << 10) - 1]);
            Assert.Equal(7, content[32 << 10]);
        }
    }

    [Fact]
    public void The_volume_says_its_room()
    {
        var space = FileCalls.SpaceOf(_directory.Path);
        Assert.InRange(space.AvailableBytes, 1, space.TotalBytes);
        Assert.Equal(new DriveInfo(_directory.Path).TotalSize, space.TotalBytes);
    }

    [Fact]
    public void A_file_has_an_identity_a_kind_and_a_mode()
    {
        var path = _directory.File("a");
        File.WriteAllText(path, "12");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_000);
        var stat = FileStat.Find(path)!.Value;
        Assert.Equal((FileKind.Regular, 2L, 1, (UnixFileMode)0b111_101_000), (stat.Kind, stat.Length, stat.Links, stat.Mode));
        Assert.True(stat.IsExecutable);
        Assert.Equal(FileCalls.EffectiveUser(), stat.User);
        using var handle = FileCalls.Open(path, Libc.ReadOnly);
        Assert.Equal(stat, FileStat.Of(handle, path));
        Assert.Equal(FileKind.CharacterDevice, FileStat.Find("/dev/null")!.Value.Kind);
        Assert.Equal(FileKind.Directory, FileStat.Find(_directory.Path)!.Value.Kind);
    }
}
