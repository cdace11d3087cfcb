using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Storage.Journals;

public sealed class JournalFaultTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Acknowledged_facts_survive_a_crash_at_every_call(bool powerCut)
    {
        const int batches = 6;
        for (var seed = 0; seed < 25; seed++)
        {
            var calls = CallsOf(batches, seed);
            Assert.InRange(calls, 3 * batches, 100);
            for (var crashAt = 1; crashAt <= calls; crashAt++)
            {
                var disk = new ScriptedDisk(seed + (1000 * crashAt)) { CrashAt = crashAt };
                var scenario = new JournalScenario(disk, seed);
                Assert.Throws<DiskCrash>(() => scenario.Run(batches));
                disk.Restart(powerCut);
                if (disk.Find(JournalScenario.Path) is null)
                {
                    Assert.Equal(0, scenario.Acknowledged);
                    continue;
                }

                // The second life may crash as well, also while it recovers.
                disk.CrashAt = disk.Operations + 1 + (crashAt % 9);
                try
                {
                    scenario.Run(2);
                }
                catch (DiskCrash)
                {
                    disk.Restart(powerCut);
                }

                disk.CrashAt = null;
                if (disk.Find(JournalScenario.Path) is not null)
                {
                    scenario.Recover(out _)!.Dispose();
                    scenario.Run(1);
                }
                else
                {
                    Assert.Equal(0, scenario.Acknowledged);
                }
            }
        }
    }

    [Theory]
    [InlineData(DiskOperation.Write)]
    [InlineData(DiskOperation.Allocate)]
    [InlineData(DiskOperation.Sync)]
    [InlineData(DiskOperation.SyncDirectory)]
    [InlineData(DiskOperation.Create)]
    public void Nth_failing_call_is_told_and_nothing_acknowledged_is_lost(object operation)
    {
        var failed = 0;
        for (var nth = 1; nth <= 14; nth++)
        {
            var disk = new ScriptedDisk(nth);
            var scenario = new JournalScenario(disk, nth);
            disk.Fail((DiskOperation)operation, nth);
            try
            {
                scenario.Run(6);
                continue;
            }
            catch (DiskException failure)
            {
                failed++;
                Assert.Equal(Errno.InputOutput, failure.Errno);
            }

            disk.Restart();
            if (disk.Find(JournalScenario.Path) is not null)
            {
                scenario.Recover(out _)!.Dispose();
            }
            else
            {
                Assert.Equal(0, scenario.Acknowledged);
            }
        }

        Assert.InRange(failed, 1, 14);
    }

    [Fact]
    public void Full_disk_leaves_the_last_good_record_at_the_end_and_the_batch_waits()
    {
        for (var room = 0; room < 3000; room += 61)
        {
            var disk = new ScriptedDisk();
            var journal = JournalFile.Create(disk, JournalScenario.Path);
            journal.Append(JournalScenario.Fact(1));
            journal.Write();
            journal.Sync();
            journal.Append(new byte[70_000]);
            disk.CapacityBytes = disk.Find(JournalScenario.Path)!.Length + room;
            Assert.Throws<DiskFullException>(journal.Write);
            Assert.Equal(3, journal.Append("observed"u8));
            Assert.Throws<DiskFullException>(journal.Write);
            Assert.Equal((1, 1, 3), (journal.WrittenSequence, journal.CommittedSequence, journal.LastSequence));

            var opening = JournalFile.Open(disk, JournalScenario.Path);
            Assert.Equal((JournalCondition.Clean, 1), (opening.Condition, opening.LastSequence));
            disk.CapacityBytes = null;
            journal.Write();
            journal.Sync();
            Assert.Equal(3, journal.CommittedSequence);
            Assert.Equal(3, JournalFile.Open(disk, JournalScenario.Path).LastSequence);
        }
    }

    [Fact]
    public void Full_disk_in_the_middle_of_a_write_without_room_taken_ahead_cuts_the_part_that_fitted()
    {
        var disk = new ScriptedDisk();
        var journal = JournalFile.Create(disk, JournalScenario.Path);
        journal.Append(JournalScenario.Fact(1));
        journal.Write();
        journal.Sync();
        journal.Append(JournalScenario.Fact(2));
        disk.Fail(DiskOperation.Write, errno: Errno.NoSpace);
        Assert.Throws<DiskFullException>(journal.Write);
        Assert.Equal(journal.WrittenBytes + JournalFormat.HeaderBytes, disk.Find(JournalScenario.Path)!.Length);
        Assert.Equal(1, JournalFile.Open(disk, JournalScenario.Path).LastSequence);
        journal.Write();
        journal.Sync();
        Assert.Equal(2, journal.CommittedSequence);
    }

    [Fact]
    public void Creating_on_a_full_disk_leaves_nothing()
    {
        var disk = new ScriptedDisk { CapacityBytes = 1000 };
        Assert.Throws<DiskFullException>(() => JournalFile.Create(disk, JournalScenario.Path));
        Assert.Null(disk.Find(JournalScenario.Path));
    }

    [Fact]
    public void What_a_killed_process_wrote_is_durable_before_it_is_believed()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var disk = new ScriptedDisk(seed);
            var journal = JournalFile.Create(disk, JournalScenario.Path);
            journal.Append(JournalScenario.Fact(1));
            journal.Write();
            disk.Restart(powerCut: false);
            Assert.Equal(1, JournalFile.Open(disk, JournalScenario.Path).LastSequence);
            disk.Restart(powerCut: true);
            Assert.Equal(1, JournalFile.Open(disk, JournalScenario.Path).LastSequence);
        }
    }

    private static int CallsOf(int batches, int seed)
    {
        var disk = new ScriptedDisk();
        new JournalScenario(disk, seed).Run(batches);
        return disk.Operations;
    }
}
