using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class ScriptedDiskTests
{
    [Fact]
    public void A_killed_process_leaves_what_it_wrote()
    {
        var disk = new ScriptedDisk();
        disk.Open("/a", DiskOpen.Create).Write("abc"u8, 0);
        disk.Restart(powerCut: false);
        Assert.Equal("abc"u8, AtomicFile.Read(disk, "/a", 100)!);
    }

    [Fact]
    public void Synced_bytes_under_a_synced_name_survive_every_power_cut()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = new ScriptedDisk(seed);
            var file = disk.Open("/a", DiskOpen.Create);
            file.Write(new byte[2000], 0);
            file.Write("abc"u8, 1000);
            file.Truncate(1500);
            file.Sync();
            disk.SyncDirectory("/");
            disk.Restart();
            var content = AtomicFile.Read(disk, "/a", 10_000)!;
            Assert.Equal(1500, content.Length);
            Assert.Equal("abc"u8, content.AsSpan(1000, 3));
        }
    }

    [Fact]
    public void Unsynced_bytes_are_kept_lost_or_torn_by_the_seed()
    {
        var outcomes = new HashSet<string>();
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new ScriptedDisk(seed);
            var file = disk.Open("/a", DiskOpen.Create);
            file.Allocate(0, 1024);
            file.Sync();
            disk.SyncDirectory("/");
            file.Write([.. Enumerable.Repeat((byte)1, 1024)], 0);
            disk.Restart();
            var content = AtomicFile.Read(disk, "/a", 10_000)!;
            var (first, second) = (content[..512].Count(x => x == 1), content[512..].Count(x => x == 1));
            outcomes.Add($"{Amount(first)} {Amount(second)}");
        }

        Assert.Superset(new HashSet<string> { "none none", "all all", "none all", "all none", "some none", "none some" }, outcomes);
        static string Amount(int count) => count switch { 0 => "none", 512 => "all", _ => "some" };
    }

    [Fact]
    public void Unsynced_names_may_be_lost_but_a_rename_is_whole()
    {
        var outcomes = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = new ScriptedDisk(seed);
            var file = disk.Open("/a", DiskOpen.Create);
            disk.SyncDirectory("/");
            disk.Rename("/a", "/b");
            file.Sync();
            disk.Restart();
            outcomes.Add(string.Join(',', disk.List("/").Select(entry => entry.Name)));
        }

        Assert.Equal(["a", "b"], outcomes.Order());
    }

    [Fact]
    public void The_nth_call_fails_once_and_a_failed_sync_poisons_the_file()
    {
        var disk = new ScriptedDisk();
        var file = disk.Open("/a", DiskOpen.Create);
        disk.SyncDirectory("/");
        disk.Fail(DiskOperation.Write, nth: 2);
        file.Write("a"u8, 0);
        Assert.Equal(Errno.InputOutput, Assert.Throws<DiskException>(() => file.Write("b"u8, 1)).Errno);
        file.Write("b"u8, 1);
        disk.Fail(DiskOperation.Sync);
        Assert.Throws<DiskSyncException>(file.Sync);
        file.Sync();
        var lost = Enumerable.Range(0, 20).Any(seed =>
        {
            var again = new ScriptedDisk(seed);
            var doomed = again.Open("/a", DiskOpen.Create);
            again.SyncDirectory("/");
            doomed.Write("a"u8, 0);
            again.Fail(DiskOperation.Sync);
            Assert.Throws<DiskSyncException>(doomed.Sync);
            doomed.Sync();
            again.Restart();
            return AtomicFile.Read(again, "/a", 10)!.Length == 0;
        });
        Assert.True(lost);
    }

    [Fact]
    public void A_full_disk_takes_what_fits_and_gives_room_back()
    {
        var disk = new ScriptedDisk { CapacityBytes = 10 };
        var file = disk.Open("/a", DiskOpen.Create);
        Assert.Throws<DiskFullException>(() => file.Write(new byte[20], 0));
        Assert.Equal(10, file.Length);
        file.Truncate(4);
        file.Allocate(4, 6);
        Assert.Throws<DiskFullException>(() => file.Allocate(0, 11));
        file.Write(new byte[10], 0);
        disk.Unlink("/a");
        disk.Open("/b", DiskOpen.Create).Write(new byte[10], 0);
    }

    [Fact]
    public void After_the_crash_nothing_answers_until_the_restart()
    {
        var disk = new ScriptedDisk { CrashAt = 2 };
        var file = disk.Open("/a", DiskOpen.Create);
        Assert.Throws<DiskCrash>(() => file.Write("abc"u8, 0));
        Assert.Throws<DiskCrash>(() => disk.Find("/a"));
        disk.Restart(powerCut: false);
        Assert.Throws<DiskCrash>(() => file.Write("abc"u8, 0));
        Assert.InRange(disk.Find("/a")!.Length, 0, 2);
    }
}
