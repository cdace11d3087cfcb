using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Xunit;

namespace Dxflow.Tests.Storage;

public sealed class CommitterFullTests
{
    private const long Room = DiskReserve.Bytes + (64 << 10);

    [Fact]
    public async Task The_reserve_takes_what_was_accepted_and_changes_are_refused()
    {
        await using var fixture = new CommitterFixture(capacityBytes: Room);
        var journal = fixture.Open();
        Assert.False(fixture.Committer.IsFull);
        await journal.CommittedAsync(journal.Append(new byte[100_000])).WaitAsync(CommitterFixture.Patience);
        Assert.True(fixture.Committer.IsFull);
        Assert.False(journal.AcceptsChanges);
        var refusal = Assert.Throws<StorageExhaustedException>(() => journal.Append("change"u8));
        Assert.Contains("no room on the disk that holds /journal", refusal.Message);
        await journal.CommittedAsync(journal.Append("a task ended"u8, observed: true)).WaitAsync(CommitterFixture.Patience);
        Assert.Empty(fixture.Failures);
    }

    [Fact]
    public async Task Observed_facts_wait_in_memory_and_are_written_within_five_seconds_of_there_being_room()
    {
        await using var fixture = new CommitterFixture(capacityBytes: Room);
        var changes = new List<bool>();
        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Committer.FullChanged = full =>
        {
            changes.Add(full);
            if (!full)
            {
                room.SetResult();
            }
        };
        var journal = fixture.Open();
        var large = journal.CommittedAsync(journal.Append(new byte[9 << 20]));
        await UntilAsync(() => fixture.Committer.IsFull && fixture.Disk.Find("/reserve") is null);
        var observed = journal.CommittedAsync(journal.Append("a task ended"u8, observed: true));
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(large.IsCompleted || observed.IsCompleted);

        fixture.Disk.CapacityBytes = 100 << 20;
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(large, observed).WaitAsync(CommitterFixture.Patience);
        fixture.Time.Advance(TimeSpan.FromSeconds(5));

        // Told last, when all else of it is done; that it is not full any more is to be seen before.
        await room.Task.WaitAsync(CommitterFixture.Patience);
        Assert.False(fixture.Committer.IsFull);
        Assert.NotNull(fixture.Disk.Find("/reserve"));
        Assert.Equal([true, false], changes);
        Assert.Equal(0, fixture.Time.Armed);
        await journal.CommittedAsync(journal.Append("change"u8)).WaitAsync(CommitterFixture.Patience);
        Assert.Equal(3, JournalFile.Open(fixture.Disk, journal.Path).LastSequence);
    }

    [Fact]
    public async Task Disk_without_room_for_the_reserve_is_full_from_the_start()
    {
        await using var fixture = new CommitterFixture(capacityBytes: 1 << 20);
        Assert.True(fixture.Committer.IsFull);
        fixture.Disk.CapacityBytes = null;
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(() => !fixture.Committer.IsFull);
    }

    [Fact]
    public async Task Stopping_on_a_full_disk_gives_up_what_was_never_acknowledged()
    {
        var fixture = new CommitterFixture(capacityBytes: Room);
        var journal = fixture.Open();
        await journal.CommittedAsync(journal.Append("one"u8));
        var large = journal.CommittedAsync(journal.Append(new byte[9 << 20]));
        await UntilAsync(() => fixture.Committer.IsFull && fixture.Disk.Find("/reserve") is null);
        await fixture.DisposeAsync();
        Assert.False(large.IsCompleted);
        Assert.Empty(fixture.Failures);
        Assert.Equal(1, JournalFile.Open(fixture.Disk, journal.Path).LastSequence);
    }

    [Fact]
    public async Task Disk_far_behind_refuses_changes_and_takes_what_was_observed()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        fixture.HoldSyncs();
        journal.Append("keeps the committer busy"u8);
        await fixture.SyncsBegunAsync();
        for (var i = 0; i < 4; i++)
        {
            journal.Append(new byte[JournalFormat.PayloadBytesMax]);
        }

        Assert.Contains("wait to be written", Assert.Throws<StorageExhaustedException>(() => journal.Append("change"u8)).Message);
        var observed = journal.Append("a task ended"u8, observed: true);
        fixture.LetSyncs();
        await journal.CommittedAsync(observed).WaitAsync(CommitterFixture.Patience);
        Assert.True(journal.AcceptsChanges);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Yield();
        }
    }
}
