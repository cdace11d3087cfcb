using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Storage.Journals;

public sealed class JournalRecoveryTests
{
    private const int Facts = 12;

    [Fact]
    public void Every_truncation_keeps_the_records_before_it_and_says_what_was_cut()
    {
        var (bytes, ends) = Journal(committedAtEach: 3);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var disk = DiskWith(bytes.AsSpan(0, length));
            var replayed = 0L;
            var opening = JournalFile.Open(disk, JournalScenario.Path, (sequence, _) => replayed = sequence);
            Assert.Equal(ends.Count(end => end <= length), replayed);
            Assert.Equal(replayed, opening.LastSequence);
            Assert.NotEqual(JournalCondition.Damaged, opening.Condition);
            if (opening.Condition == JournalCondition.Torn)
            {
                var end = replayed == 0 ? (length < JournalFormat.StartBytes ? 0 : JournalFormat.StartBytes) : ends[(int)replayed - 1];
                Assert.Contains($"cut {opening.Bytes} bytes at byte {end}, after record {replayed}", opening.Message);
            }

            opening.File!.Append(JournalScenario.Fact(replayed + 1));
            opening.File.Write();
            opening.File.Sync();
            Assert.Equal(replayed + 1, JournalFile.Open(disk, JournalScenario.Path).LastSequence);
        }
    }

    [Fact]
    public void Any_flipped_bit_before_the_mark_is_damage_that_loses_nothing_before_it_and_changes_nothing()
    {
        var (bytes, ends) = Journal(committedAtEach: Facts);
        var random = new Random(17);
        for (var i = 0; i < 2000; i++)
        {
            var bit = random.Next(ends[^1] * 8);
            var bad = bytes.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var disk = DiskWith(bad);
            var replayed = 0L;
            var opening = JournalFile.Open(disk, JournalScenario.Path, (sequence, payload) =>
            {
                replayed = sequence;
                Assert.True(payload.SequenceEqual(JournalScenario.Fact(sequence)));
            });
            Assert.Equal(bit / 8 < JournalFormat.StartBytes ? 0 : ends.Count(end => end <= bit / 8), replayed);
            Assert.Equal((JournalCondition.Damaged, null), (opening.Condition, opening.File));
            Assert.Contains($"after record {replayed}, cannot be read", opening.Message);
            Assert.Equal(bad, AtomicFile.Read(disk, JournalScenario.Path, 1 << 20));
            Assert.Equal(bad, AtomicFile.Read(disk, opening.Copy!, 1 << 20));
        }
    }

    [Fact]
    public void Flipped_bit_in_the_mark_costs_nothing()
    {
        var (bytes, ends) = Journal(committedAtEach: Facts);
        for (var bit = ends[^1] * 8; bit < (ends[^1] + JournalFormat.HeaderBytes) * 8; bit++)
        {
            var bad = bytes.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var opening = JournalFile.Open(DiskWith(bad), JournalScenario.Path);
            Assert.Equal((Facts, JournalCondition.Torn), (opening.LastSequence, opening.Condition));
        }
    }

    [Fact]
    public void Zeroed_sector_in_the_middle_is_damage_and_names_its_place()
    {
        var (bytes, ends) = Journal(committedAtEach: 2);
        bytes.AsSpan(ends[3], ends[5] - ends[3]).Clear();
        var opening = JournalFile.Open(DiskWith(bytes), JournalScenario.Path);
        Assert.Equal((JournalCondition.Damaged, 4), (opening.Condition, opening.LastSequence));
        Assert.Equal((ends[3], ends[5] - ends[3]), (opening.Offset, opening.Bytes));
    }

    [Fact]
    public void Hole_in_what_was_never_durable_is_a_torn_write_and_its_later_records_are_put_aside()
    {
        var (bytes, ends) = Journal(committedAtEach: 6, syncLast: false);
        bytes[ends[7] + 5] ^= 1;
        var disk = DiskWith(bytes);
        var opening = JournalFile.Open(disk, JournalScenario.Path);
        Assert.Equal((JournalCondition.Torn, 8), (opening.Condition, opening.LastSequence));
        Assert.Equal(bytes, AtomicFile.Read(disk, opening.Copy!, 1 << 20));
        var again = JournalFile.Open(disk, JournalScenario.Path);
        Assert.Equal((JournalCondition.Clean, 8), (again.Condition, again.LastSequence));
    }

    [Fact]
    public void Damage_to_durable_records_shows_also_while_the_next_batch_is_unfinished()
    {
        var (bytes, ends) = Journal(committedAtEach: 6, syncLast: false);
        bytes[ends[2] + 5] ^= 1;
        Assert.Equal(JournalCondition.Damaged, JournalFile.Open(DiskWith(bytes), JournalScenario.Path).Condition);
    }

    [Fact]
    public void Damage_shows_also_when_the_next_batch_was_appended_before_the_last_commit()
    {
        var disk = new ScriptedDisk();
        var journal = JournalFile.Create(disk, JournalScenario.Path);
        journal.Append("one"u8);
        journal.Take();
        journal.Append("two"u8);
        journal.WriteTaken();
        journal.Sync();
        journal.Write();
        disk.Open(JournalScenario.Path, DiskOpen.Write).Write("X"u8, JournalFormat.StartBytes + JournalFormat.HeaderBytes);
        Assert.Equal(JournalCondition.Damaged, JournalFile.Open(disk, JournalScenario.Path).Condition);
    }

    [Fact]
    public void Copy_without_room_is_left_out_and_the_judgement_stays()
    {
        var (bytes, ends) = Journal(committedAtEach: 6);
        bytes[ends[2] + 5] ^= 1;
        var disk = DiskWith(bytes);
        disk.CapacityBytes = bytes.Length + 10;
        var opening = JournalFile.Open(disk, JournalScenario.Path);
        Assert.Equal((JournalCondition.Damaged, null), (opening.Condition, opening.Copy));
        Assert.Single(disk.List("/"));
    }

    [Fact]
    public void Rubbish_of_any_kind_is_never_an_exception()
    {
        var random = new Random(3);
        var (bytes, _) = Journal(committedAtEach: 3);
        for (var i = 0; i < 500; i++)
        {
            var bad = bytes.ToArray();
            for (var pieces = random.Next(1, 5); pieces > 0; pieces--)
            {
                var at = random.Next(bad.Length);
                random.NextBytes(bad.AsSpan(at, random.Next(bad.Length - at)));
            }

            var opening = JournalFile.Open(DiskWith(bad), JournalScenario.Path, (sequence, payload) =>
                Assert.True(payload.SequenceEqual(JournalScenario.Fact(sequence))));
            Assert.Equal(opening.Condition == JournalCondition.Damaged, opening.File is null);
        }
    }

    /// <summary>A journal's bytes, and where each record ends.</summary>
    private static (byte[] Bytes, List<int> Ends) Journal(int committedAtEach, bool syncLast = true)
    {
        var disk = new ScriptedDisk();
        var journal = JournalFile.Create(disk, JournalScenario.Path);
        var ends = new List<int>();
        for (var i = 1; i <= Facts; i++)
        {
            journal.Append(JournalScenario.Fact(i));
            ends.Add((int)(journal.WrittenBytes + journal.WaitingBytes));
            if (i % committedAtEach == 0)
            {
                journal.Write();
                if (i < Facts || syncLast)
                {
                    journal.Sync();
                }
            }
        }

        return (AtomicFile.Read(disk, JournalScenario.Path, 1 << 20)![..(ends[^1] + 200)], ends);
    }

    private static ScriptedDisk DiskWith(ReadOnlySpan<byte> journal)
    {
        var disk = new ScriptedDisk();
        AtomicFile.Write(disk, JournalScenario.Path, journal);
        return disk;
    }
}
