using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Storage.Journals;

/// <summary>Appends numbered facts of many sizes to one journal and keeps book of what was acknowledged.</summary>
internal sealed class JournalScenario(ScriptedDisk disk, int seed)
{
    public const string Path = "/journal";

    private readonly Random _random = new(seed);

    public long Acknowledged { get; private set; }

    public long Appended { get; private set; }

    /// <summary>The payload of a sequence; its length jumps about.</summary>
    public static byte[] Fact(long sequence)
    {
        var text = $"fact {sequence} ".PadRight((int)(sequence * 7919 % 900));
        return Encoding.UTF8.GetBytes(text);
    }

    public static long SequenceOf(ReadOnlySpan<byte> payload) =>
        long.Parse(Encoding.UTF8.GetString(payload).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Opens (or makes) the journal and commits batches of random size.</summary>
    public void Run(int batches)
    {
        using var journal = disk.Find(Path) is null ? JournalFile.Create(disk, Path) : Recover(out _)!;
        for (var i = 0; i < batches; i++)
        {
            for (var count = _random.Next(1, 8); count > 0; count--)
            {
                var sequence = journal.LastSequence + 1;
                Appended = Math.Max(Appended, sequence);
                Assert.Equal(sequence, journal.Append(Fact(sequence)));
            }

            journal.Write();
            journal.Sync();
            Acknowledged = journal.CommittedSequence;
            Assert.Equal(journal.LastSequence, Acknowledged);
        }

        journal.Seal();
    }

    /// <summary>
    /// Opens what a crash left: every acknowledged fact is there, none was made up, and a crash is never taken for damage.
    /// </summary>
    public JournalFile? Recover(out JournalOpening opening)
    {
        var next = 1L;
        opening = JournalFile.Open(disk, Path, (sequence, payload) =>
        {
            Assert.Equal(next++, sequence);
            Assert.True(payload.SequenceEqual(Fact(sequence)));
        });
        Assert.Equal(next - 1, opening.LastSequence);
        Assert.InRange(opening.LastSequence, Acknowledged, Appended);
        Assert.NotEqual(JournalCondition.Damaged, opening.Condition);
        Assert.NotNull(opening.File);
        Assert.Equal(opening.LastSequence, opening.File.CommittedSequence);
        return opening.File;
    }
}
