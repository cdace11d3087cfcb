using Dxflow.Access;
using Dxflow.Access.Audit;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage.Journals;
using Xunit;

namespace Dxflow.Tests.Access.Audit;

public sealed class AuditLogTests : IAsyncDisposable
{
    private readonly AuditFixture _audit = new();

    public ValueTask DisposeAsync() => _audit.DisposeAsync();

    [Fact]
    public async Task Entries_are_chained_over_files_and_restarts()
    {
        await _audit.WriteAsync(20);
        await _audit.RestartAsync();
        await _audit.WriteAsync(20);
        Assert.InRange(_audit.Segments.Count, 3, 20);
        var verdict = await VerifyAsync();
        Assert.Equal((true, 40L, 1L, 40L, null), (verdict.Intact, verdict.Entries, verdict.First, verdict.Last, verdict.Broken));
    }

    [Fact]
    public async Task Whoever_writes_an_entry_is_told_its_number_also_after_a_restart_and_in_the_next_file()
    {
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, AuditAct.Called, "shell.record", "alice", "10.0.0.9");
        await _audit.WriteAsync(20);
        Assert.Equal(21, await _audit.Log.WriteAsync(entry));
        await _audit.RestartAsync();
        Assert.Equal(22, await _audit.Log.WriteAsync(entry));
        Assert.Equal([22, 21], (await _audit.Reading.ListAsync(new ListAudit(Operation: "shell.record"), default)).Items
            .Select(static item => item.Number));
    }

    [Fact]
    public async Task An_empty_log_is_intact()
    {
        var verdict = await VerifyAsync();
        Assert.Equal((true, 0L, AuditRecord.Beginning), (verdict.Intact, verdict.Entries, verdict.Head));
        Assert.True((await VerifyAsync(verdict.Head)).Intact);
    }

    [Fact]
    public async Task A_file_that_was_begun_and_not_written_does_not_break_the_chain()
    {
        await _audit.WriteAsync(3);
        await _audit.CloseAsync();
        using (JournalFile.Create(LocalDisk.Instance, _audit.Segments[^1].Next.Path))
        {
        }

        _audit.Open();
        await _audit.WriteAsync(1);
        Assert.Equal((true, 4L), ((await VerifyAsync()).Intact, (await VerifyAsync()).Last));
    }

    [Fact]
    public async Task Many_at_once_get_each_a_place_of_their_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await _audit.Log.WriteAsync(new AuditEntry(DateTimeOffset.UnixEpoch, AuditAct.Called, "a.b", "c", "d"));
            }
        })));
        var verdict = await VerifyAsync();
        Assert.Equal((true, 200L), (verdict.Intact, verdict.Entries));
    }

    /// <summary>Whoever can write the files can also mend their checksums: the chain is what shows it.</summary>
    [Theory]
    [InlineData(7, "was changed")]
    [InlineData(1, "was changed")]
    public async Task A_changed_entry_is_named(int number, string why)
    {
        await _audit.WriteAsync(12);
        await _audit.CloseAsync();
        Rewrite(records => [.. records.Select(record => record.Number == number
            ? record with { Entry = record.Entry.Replace("alice", "malice", StringComparison.Ordinal) }
            : record)]);
        _audit.Open();
        await BrokenAsync($"entry {number} {why}", number - 1);
    }

    [Fact]
    public async Task A_changed_entry_with_its_hash_made_anew_is_named_by_the_next()
    {
        await _audit.WriteAsync(12);
        await _audit.CloseAsync();
        Rewrite(records => [.. records.Select(record => record.Number == 7
            ? AuditRecord.Next(7, record.Previous, record.Read()! with { Identity = "somebody else" })
            : record)]);
        _audit.Open();
        await BrokenAsync("entry 8 does not follow entry 7", 7);
    }

    [Fact]
    public async Task A_removed_entry_and_a_swapped_pair_are_named()
    {
        await _audit.WriteAsync(12);
        await _audit.CloseAsync();
        Rewrite(records => [.. records.Where(record => record.Number != 5)]);
        _audit.Open();
        await BrokenAsync("entry 6 does not follow entry 4", 4);
    }

    [Fact]
    public async Task A_file_that_is_missing_in_the_middle_is_named()
    {
        await _audit.WriteAsync(30);
        File.Delete(_audit.Segments[1].Path);
        var verdict = await VerifyAsync();
        Assert.False(verdict.Intact);
        Assert.Contains("does not follow", verdict.Broken);
        Assert.Contains(_audit.Segments[1].Name, verdict.Broken);
    }

    [Fact]
    public async Task First_files_may_be_taken_away_and_the_log_says_where_it_begins()
    {
        await _audit.WriteAsync(30);
        File.Delete(_audit.Segments[0].Path);
        var verdict = await VerifyAsync();
        Assert.True(verdict.Intact);
        Assert.InRange(verdict.First, 2, 29);
        Assert.Equal(30, verdict.Last);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_seen_by_whoever_kept_the_head()
    {
        await _audit.WriteAsync(12);
        var head = (await VerifyAsync()).Head;
        await _audit.WriteAsync(1);
        Assert.True((await VerifyAsync(head)).Intact);
        await _audit.CloseAsync();
        Rewrite(records => [.. records.Where(record => record.Number < 12)]);
        _audit.Open();
        Assert.True((await VerifyAsync()).Intact);
        Assert.Contains("cut off", (await VerifyAsync(head)).Broken);
    }

    [Fact]
    public async Task A_flipped_bit_is_named_in_a_closed_file_and_in_the_open_one()
    {
        await _audit.WriteAsync(30);
        await _audit.CloseAsync();
        Flip(_audit.Segments[0].Path);
        _audit.Open();
        Assert.Contains($"{_audit.Segments[0].Name} cannot be read after", (await VerifyAsync()).Broken);

        await using var other = new AuditFixture();
        await other.WriteAsync(4);
        await other.CloseAsync();
        Flip(other.Segments[0].Path);
        other.Open();
        await other.WriteAsync(1);
        Assert.Contains("begun anew", (await other.Reading.VerifyAsync(new VerifyAudit(), default)).Broken);
    }

    [Fact]
    public async Task A_full_disk_takes_only_what_has_to_be_told_and_begins_no_file()
    {
        await _audit.WriteAsync(3);
        _audit.IsFull = true;
        await _audit.RestartAsync();
        await Assert.ThrowsAsync<Fault>(() => _audit.WriteAsync(1));
        await _audit.WriteAsync(30, always: true);
        Assert.Single(_audit.Segments);

        _audit.IsFull = false;
        await _audit.RestartAsync();
        await _audit.WriteAsync(1);
        var verdict = await VerifyAsync();
        Assert.Equal((true, 34L, 2), (verdict.Intact, verdict.Entries, _audit.Segments.Count));
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("alice"u8)] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Writes all files anew, as one, with good checksums.</summary>
    private void Rewrite(Func<IReadOnlyList<AuditRecord>, IReadOnlyList<AuditRecord>> change)
    {
        var records = new List<AuditRecord>();
        foreach (var segment in _audit.Segments)
        {
            AuditSegment.Scan(segment.Path, record => records.Add(record!));
        }

        foreach (var segment in _audit.Segments)
        {
            File.Delete(segment.Path);
        }

        using var file = JournalFile.Create(LocalDisk.Instance, new AuditSegment(_audit.Log.Directory, 1).Path);
        foreach (var record in change(records))
        {
            file.Append(record.ToBytes());
        }

        file.Write();
        file.Sync();
    }

    private async Task BrokenAsync(string why, long last)
    {
        var verdict = await VerifyAsync();
        Assert.False(verdict.Intact);
        Assert.Contains(why, verdict.Broken);
        Assert.Equal(last, verdict.Last);
    }

    private Task<AuditVerdict> VerifyAsync(string? head = null) => _audit.Reading.VerifyAsync(new VerifyAudit(head), default);
}
