using System.Text;
using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void Whatever_crashes_the_file_is_the_old_or_the_new_and_the_new_once_acknowledged()
    {
        var runs = 0;
        for (var crashAt = 1; ; crashAt++)
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var disk = new ScriptedDisk(seed);
                AtomicFile.Write(disk, "/a", "old"u8);
                disk.CrashAt = disk.Operations + crashAt;
                var acknowledged = false;
                try
                {
                    AtomicFile.Write(disk, "/a", "new and longer"u8);
                    acknowledged = true;
                    if (seed == 19)
                    {
                        Assert.Equal(5, runs / 20);
                        return;
                    }
                }
                catch (DiskCrash)
                {
                    runs++;
                }

                disk.Restart(powerCut: seed % 2 == 0);
                var content = Encoding.UTF8.GetString(AtomicFile.Read(disk, "/a", 100)!);
                var isWhole = content == "new and longer" || (content == "old" && !acknowledged);
                Assert.True(isWhole, $"crash at {crashAt}, seed {seed}: '{content}'");
            }
        }
    }

    [Fact]
    public void Full_disk_keeps_the_old_and_leaves_nothing_behind()
    {
        var disk = new ScriptedDisk { CapacityBytes = 10 };
        AtomicFile.Write(disk, "/a", "old"u8);
        Assert.Throws<DiskFullException>(() => AtomicFile.Write(disk, "/a", "much too long"u8));
        Assert.Equal("old"u8, AtomicFile.Read(disk, "/a", 100)!);
        Assert.Equal(["a"], disk.List("/").Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(DiskOperation.Write)]
    [InlineData(DiskOperation.Sync)]
    [InlineData(DiskOperation.Rename)]
    [InlineData(DiskOperation.SyncDirectory)]
    public void Any_failing_call_is_told(object operation)
    {
        var disk = new ScriptedDisk();
        AtomicFile.Write(disk, "/a", "old"u8);
        disk.Fail((DiskOperation)operation);
        Assert.ThrowsAny<DiskException>(() => AtomicFile.Write(disk, "/a", "new"u8));
    }

    [Fact]
    public void A_file_over_the_bound_is_refused_and_a_missing_one_is_null()
    {
        var disk = new ScriptedDisk();
        AtomicFile.Write(disk, "/a", "1234"u8);
        Assert.Null(AtomicFile.Read(disk, "/b", 100));
        Assert.Equal(Errno.TooBig, Assert.Throws<DiskException>(() => AtomicFile.Read(disk, "/a", 3)).Errno);
    }
}
