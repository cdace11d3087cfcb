using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Storage;

public sealed class CommitterTests
{
    [Fact]
    public async Task Nothing_is_released_before_the_sync_returned()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        fixture.HoldSyncs();
        var committed = journal.CommittedAsync(journal.Append("one"u8));
        await fixture.SyncsBegunAsync();
        Assert.False(committed.IsCompleted);
        Assert.Equal(0, journal.CommittedSequence);
        fixture.LetSyncs();
        await committed.WaitAsync(CommitterFixture.Patience);
        Assert.Equal(1, journal.CommittedSequence);
        Assert.True(journal.CommittedAsync(1).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Everything_appended_during_a_sync_shares_the_next()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        fixture.HoldSyncs();
        journal.Append("first"u8);
        await fixture.SyncsBegunAsync();
        var waits = Enumerable.Range(0, 1000).Select(_ => journal.CommittedAsync(journal.Append("more"u8))).ToList();
        fixture.LetSyncs();
        await Task.WhenAll(waits).WaitAsync(CommitterFixture.Patience);
        Assert.Equal(2, fixture.SyncCount);
    }

    [Fact]
    public async Task What_nobody_waits_for_waits_for_others_until_somebody_does()
    {
        await using var fixture = new CommitterFixture(patience: TimeSpan.FromHours(1));
        var (patient, other) = (fixture.Open("patient"), fixture.Open("other"));
        patient.Append("one"u8, patient: true);
        patient.Append("two"u8, patient: true);
        patient.Hurry();
        await patient.CommittedAsync(2).WaitAsync(CommitterFixture.Patience);
        Assert.Equal(1, fixture.SyncCount);

        // Whoever commits takes along what is there.
        patient.Append("three"u8, patient: true);
        await other.CommittedAsync(other.Append("urgent"u8)).WaitAsync(CommitterFixture.Patience);
        Assert.Equal((3, 3), ((int)patient.CommittedSequence, fixture.SyncCount));

        // Nothing of it is left to hurry, and what comes next is as patient as before.
        patient.Hurry();
        patient.Append("four"u8, patient: true);
        Assert.Equal((3, 3), ((int)patient.CommittedSequence, fixture.SyncCount));
    }

    [Fact]
    public async Task What_nobody_waits_for_is_committed_in_a_moment_all_the_same()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        await journal.CommittedAsync(journal.Append("one"u8, patient: true)).WaitAsync(CommitterFixture.Patience);
        Assert.Equal(1, fixture.SyncCount);
    }

    [Fact]
    public async Task A_fact_is_never_released_before_one_that_was_appended_earlier_to_another_journal()
    {
        await using var fixture = new CommitterFixture();
        var (audit, run) = (fixture.Open("audit"), fixture.Open("run"));
        var appending = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                for (var pair = 0; pair < 5000; pair++)
                {
                    audit.Append("who asked"u8);
                    run.Append("what happened"u8);
                }

                await run.CommittedAsync(run.LastSequence);
            }
        });
        while (!appending.IsCompleted)
        {
            var happened = run.CommittedSequence;
            Assert.InRange(audit.CommittedSequence, happened, long.MaxValue);
        }

        await appending;
    }

    [Fact]
    public async Task Up_to_four_files_are_synced_at_once()
    {
        await using var fixture = new CommitterFixture();
        var first = fixture.Open("first");
        var journals = Enumerable.Range(0, 9).Select(i => fixture.Open($"j{i}")).ToList();
        fixture.HoldSyncs();
        first.Append("keeps the committer busy"u8);
        await fixture.SyncsBegunAsync();
        var waits = journals.Select(journal => journal.CommittedAsync(journal.Append("one"u8))).ToList();
        fixture.LetOneSync();
        await fixture.SyncsBegunAsync(4);
        Assert.Equal(4, fixture.SyncsMost);
        fixture.LetSyncs();
        await Task.WhenAll(waits).WaitAsync(CommitterFixture.Patience);
        Assert.Equal(4, fixture.SyncsMost);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Failing_sync_is_told_once_and_nothing_is_released_ever_after(int journals)
    {
        await using var fixture = new CommitterFixture();
        var all = Enumerable.Range(0, journals).Select(i => fixture.Open($"j{i}")).ToList();
        fixture.Disk.Fail(DiskOperation.Sync);
        var waits = all.Select(journal => journal.CommittedAsync(journal.Append("one"u8))).ToList();
        await fixture.Committer.DisposeAsync();
        waits.AddRange(all.Select(journal => journal.CommittedAsync(journal.Append("two"u8))));
        Assert.IsType<DiskSyncException>(Assert.Single(fixture.Failures));
        Assert.Contains(waits, wait => !wait.IsCompleted);
        Assert.DoesNotContain(waits.Skip(journals), wait => wait.IsCompleted);
    }

    [Fact]
    public async Task Failing_write_other_than_a_full_disk_ends_the_engine_as_well()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        fixture.Disk.Fail(DiskOperation.Write);
        var wait = journal.CommittedAsync(journal.Append("one"u8));
        await fixture.Committer.DisposeAsync();
        Assert.IsType<DiskException>(Assert.Single(fixture.Failures));
        Assert.False(wait.IsCompleted);
    }

    [Fact]
    public async Task Closing_commits_seals_and_refuses_more()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        journal.Append("one"u8);
        journal.Append("two"u8);
        await journal.CloseAsync(seal: true).WaitAsync(CommitterFixture.Patience);
        Assert.Throws<ObjectDisposedException>(() => journal.Append("three"u8));
        Assert.InRange(fixture.Disk.Find(journal.Path)!.Length, 1, 200);
        Assert.Equal(2, JournalFile.Open(fixture.Disk, journal.Path).LastSequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_during_a_commit_closes_once_and_the_committer_goes_on(bool seal)
    {
        await using var fixture = new CommitterFixture();
        var (journal, other) = (fixture.Open(), fixture.Open("other"));
        fixture.HoldSyncs();
        journal.Append("one"u8);
        await fixture.SyncsBegunAsync();
        var closed = journal.CloseAsync(seal);
        fixture.LetSyncs();
        await closed.WaitAsync(CommitterFixture.Patience);
        await other.CommittedAsync(other.Append("after"u8)).WaitAsync(CommitterFixture.Patience);
        Assert.Empty(fixture.Failures);
    }

    [Fact]
    public async Task Stopping_commits_what_was_appended()
    {
        var fixture = new CommitterFixture();
        var journal = fixture.Open();
        journal.Append("one"u8);
        await fixture.DisposeAsync();
        Assert.Equal(1, journal.CommittedSequence);
        Assert.Throws<ObjectDisposedException>(() => fixture.Open("other"));
    }

    [Fact]
    public async Task Waiting_for_what_was_never_appended_is_a_mistake()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => journal.CommittedAsync(1));
    }

    [Fact]
    public async Task Committed_facts_are_read_while_more_are_appended()
    {
        await using var fixture = new CommitterFixture();
        var journal = fixture.Open();
        await journal.CommittedAsync(journal.Append("one"u8));
        fixture.HoldSyncs();
        journal.Append("two"u8);
        await fixture.SyncsBegunAsync();
        var reader = journal.Read(1);
        Assert.True(reader.Next());
        Assert.True(reader.Payload.SequenceEqual("one"u8));
        Assert.False(reader.Next());
    }

    [Fact]
    public async Task Acknowledged_facts_survive_a_crash_at_every_call()
    {
        for (var crashAt = 6; crashAt < 60; crashAt++)
        {
            await using var fixture = new CommitterFixture(crashAt);
            var journals = new[] { fixture.Open("a"), fixture.Open("b") };
            var acknowledged = new long[2];
            fixture.Disk.CrashAt = crashAt;
            for (var i = 0; i < 40 && fixture.Failures.IsEmpty; i++)
            {
                var journal = journals[i % 2];
                journal.Append("x"u8);
                var commit = journal.CommittedAsync(journal.Append(new byte[i * 100]));
                if (await Task.WhenAny(commit, fixture.Failed) == commit)
                {
                    acknowledged[i % 2] = journal.CommittedSequence;
                }
            }

            await fixture.Committer.DisposeAsync();
            fixture.Disk.Restart();
            for (var i = 0; i < 2; i++)
            {
                if (acknowledged[i] > 0)
                {
                    var opening = JournalFile.Open(fixture.Disk, journals[i].Path);
                    Assert.InRange(opening.LastSequence, acknowledged[i], journals[i].LastSequence);
                }
            }
        }
    }
}
