using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Xunit;

namespace Dxflow.EndToEnd.Storage;

public sealed class FullVolumeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Full_volume_refuses_changes_keeps_what_was_accepted_and_goes_on_when_there_is_room()
    {
        await using var volume = await SmallVolume.MountAsync(megabytes: 16);
        var disk = LocalDisk.Instance;
        var path = Path.Combine(volume.Path, "journal");
        var filler = Path.Combine(volume.Path, "filler");
        var failures = new List<Exception>();
        await using (var committer = new Committer(disk, Path.Combine(volume.Path, "reserve"), TimeProvider.System, failures.Add))
        {
            var full = new TaskCompletionSource();
            var roomAgain = new TaskCompletionSource();
            committer.FullChanged = isFull => (isFull ? full : roomAgain).TrySetResult();
            var journal = committer.Add(JournalFile.Create(disk, path));
            await journal.CommittedAsync(journal.Append(JournalChild.Fact(1))).WaitAsync(Patience);

            // Another program takes all the room but 100 KiB, more than the journal has taken ahead.
            Fill(filler, FileCalls.SpaceOf(volume.Path).AvailableBytes - (100 << 10));
            while (!full.Task.IsCompleted)
            {
                await journal.CommittedAsync(Observe(journal)).WaitAsync(Patience);
            }

            Assert.Throws<StorageExhaustedException>(() => journal.Append("change"u8));

            // The reserve is taken as well: what is observed now waits in memory.
            Fill(filler, new FileInfo(filler).Length + FileCalls.SpaceOf(volume.Path).AvailableBytes);
            var waits = new List<Task>();
            while (waits.Count < 2000)
            {
                waits.Add(journal.CommittedAsync(Observe(journal)));
            }

            Assert.False(waits[^1].IsCompleted);
            File.Delete(filler);
            await Task.WhenAll(waits).WaitAsync(Patience);
            await roomAgain.Task.WaitAsync(Patience);
            await journal.CommittedAsync(journal.Append(JournalChild.Fact(journal.LastSequence + 1))).WaitAsync(Patience);
        }

        Assert.Empty(failures);
        var opening = JournalChild.Open(path);
        Assert.Equal(JournalCondition.Clean, opening.Condition);
        Assert.InRange(opening.LastSequence, 2003, 5000);
        opening.File!.Dispose();
    }

    [Fact]
    public async Task Tables_and_new_journals_fail_whole_on_a_full_volume()
    {
        await using var volume = await SmallVolume.MountAsync(megabytes: 2);
        var disk = LocalDisk.Instance;
        var table = new TableFile(disk, Path.Combine(volume.Path, "table"), "dxflow-index", 1);
        table.Write("old"u8);
        Fill(Path.Combine(volume.Path, "filler"), FileCalls.SpaceOf(volume.Path).AvailableBytes);
        Assert.Throws<DiskFullException>(() => table.Write(new byte[100_000]));
        Assert.Equal("old"u8, table.Read()!.Payload);
        Assert.Throws<DiskFullException>(() => JournalFile.Create(disk, Path.Combine(volume.Path, "journal")));
        Assert.Equal(["filler", "table"], disk.List(volume.Path).Select(entry => entry.Name));
    }

    private static long Observe(Journal journal) => journal.Append(JournalChild.Fact(journal.LastSequence + 1), observed: true);

    private static void Fill(string path, long bytes)
    {
        using var file = LocalDisk.Instance.Open(path, DiskOpen.WriteOrCreate);
        file.Allocate(0, bytes);
    }
}
