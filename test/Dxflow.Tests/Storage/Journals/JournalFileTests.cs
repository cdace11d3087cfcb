using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Storage.Journals;

public sealed class JournalFileTests
{
    private const string Path = "/journal";
    private readonly ScriptedDisk _disk = new();

    [Fact]
    public void Facts_come_back_in_order_with_their_sequences()
    {
        using (var journal = JournalFile.Create(_disk, Path))
        {
            Assert.Equal(1, journal.Append("one"u8));
            Assert.Equal(2, journal.Append(""u8));
            Assert.Equal(3, journal.Append(new byte[100_000]));
            Assert.Equal(0, journal.WrittenSequence);
            journal.Write();
            Assert.Equal((3, 0), (journal.WrittenSequence, journal.CommittedSequence));
            journal.Sync();
            Assert.Equal(3, journal.CommittedSequence);
        }

        var lengths = new List<int>();
        var opening = JournalFile.Open(_disk, Path, (_, payload) => lengths.Add(payload.Length));
        Assert.Equal([3, 0, 100_000], lengths);
        Assert.Equal((JournalCondition.Clean, null), (opening.Condition, opening.Message));
        Assert.Equal(4, opening.File!.Append("four"u8));
    }

    [Fact]
    public void Room_is_taken_in_steps_that_grow_from_64_KiB_to_4_MiB_and_given_back_by_sealing()
    {
        using var journal = JournalFile.Create(_disk, Path);
        var lengths = new List<long> { _disk.Find(Path)!.Length };
        for (var i = 0; i < 400; i++)
        {
            journal.Append(new byte[32 << 10]);
            journal.Write();
            var length = _disk.Find(Path)!.Length;
            if (length != lengths[^1])
            {
                lengths.Add(length);
            }
        }

        Assert.Equal([64L << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20, 2 << 20, 4 << 20, 8 << 20, 12 << 20, 16 << 20], lengths);
        journal.Sync();
        journal.Seal();
        Assert.Equal(journal.WrittenBytes + JournalFormat.HeaderBytes, _disk.Find(Path)!.Length);
        Assert.Equal(400, JournalFile.Open(_disk, Path).LastSequence);
    }

    [Fact]
    public void Reading_begins_at_any_sequence_and_ends_with_the_last_committed()
    {
        using var journal = JournalFile.Create(_disk, Path);
        for (var i = 1; i <= 3000; i++)
        {
            journal.Append(JournalScenario.Fact(i));
        }

        journal.Write();
        journal.Sync();
        journal.Append("not yet"u8);
        journal.Write();
        foreach (var from in (long[])[1, 2, 500, 2999, 3000, 3001])
        {
            var reader = journal.Read(from);
            var next = from;
            while (reader.Next())
            {
                Assert.Equal(next, reader.Sequence);
                Assert.Equal(next++, JournalScenario.SequenceOf(reader.Payload));
            }

            Assert.Equal(3001, next);
        }
    }

    [Fact]
    public void Reader_tells_bytes_that_changed_under_it()
    {
        using var journal = JournalFile.Create(_disk, Path);
        journal.Append("one"u8);
        journal.Append("two"u8);
        journal.Write();
        journal.Sync();
        _disk.Open(Path, DiskOpen.Write).Write("x"u8, 80);
        var reader = journal.Read(1);
        Assert.True(reader.Next());
        var damage = Assert.Throws<DamagedFileException>(() => reader.Next());
        Assert.Contains("record 2 cannot be read", damage.Message);
    }

    [Fact]
    public void Appends_go_on_while_a_batch_is_being_written()
    {
        using var journal = JournalFile.Create(_disk, Path);
        journal.Append("one"u8);
        journal.Take();
        journal.Append("two"u8);
        journal.WriteTaken();
        journal.Sync();
        Assert.Equal((1, 2), (journal.CommittedSequence, journal.LastSequence));
        journal.Write();
        journal.Sync();
        Assert.Equal(2, journal.CommittedSequence);
    }

    [Fact]
    public void Existing_journal_is_not_created_again_and_a_missing_one_not_opened()
    {
        JournalFile.Create(_disk, Path).Dispose();
        Assert.Equal(Errno.Exists, Assert.Throws<DiskException>(() => JournalFile.Create(_disk, Path)).Errno);
        Assert.Equal(Errno.NoEntry, Assert.Throws<DiskException>(() => JournalFile.Open(_disk, "/other")).Errno);
    }

    [Fact]
    public void Newer_format_is_refused_naming_both()
    {
        var line = FormatLine.Write(JournalFormat.Name, 7);
        var start = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(line).TrimEnd().PadRight(JournalFormat.StartBytes - 1) + "\n");
        _disk.Open(Path, DiskOpen.Create).Write(start, 0);
        var refusal = Assert.Throws<NewerFormatException>(() => JournalFile.Open(_disk, Path));
        Assert.Equal((7, 1), (refusal.Found, refusal.Known));
    }

    [Fact]
    public void Failure_while_replaying_is_the_callers()
    {
        using (var journal = JournalFile.Create(_disk, Path))
        {
            journal.Append("one"u8);
            journal.Write();
        }

        Assert.Throws<FormatException>(() => JournalFile.Open(_disk, Path, (_, _) => throw new FormatException()));
        Assert.Equal(1, JournalFile.Open(_disk, Path).LastSequence);
    }

    [Fact]
    public void Record_above_the_bound_is_refused_and_the_largest_is_read()
    {
        using (var journal = JournalFile.Create(_disk, Path))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => journal.Append(new byte[JournalFormat.PayloadBytesMax + 1]));
            journal.Append(new byte[JournalFormat.PayloadBytesMax]);
            journal.Write();
        }

        Assert.Equal(1, JournalFile.Open(_disk, Path).LastSequence);
    }
}
