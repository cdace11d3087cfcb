using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Storage;

public sealed class TableFileTests
{
    private const string Path = "/table";
    private readonly ScriptedDisk _disk = new();

    private TableFile Table => new(_disk, Path, "dxflow-index", 2);

    [Fact]
    public void What_is_written_is_read_and_its_predecessor_is_kept()
    {
        Assert.Null(Table.Read());
        Table.Write("one"u8);
        Assert.Equal((2, "one", null), Content(Table.Read()));
        Table.Write("two"u8);
        Assert.Equal((2, "two", null), Content(Table.Read()));
        Assert.Equal(["table", "table.old"], _disk.List("/").Select(entry => entry.Name));
        Assert.StartsWith("dxflow-index 2 3 ", Encoding.UTF8.GetString(AtomicFile.Read(_disk, Path, 1000)!));
    }

    [Fact]
    public void Any_flipped_bit_and_any_truncation_gives_the_predecessor_and_says_so()
    {
        Table.Write("one"u8);
        Table.Write("two and more"u8);
        var good = AtomicFile.Read(_disk, Path, 1000)!;
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            good[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertPredecessor(good);
            good[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < good.Length; length++)
        {
            AssertPredecessor(good[..length]);
        }

        void AssertPredecessor(byte[] bad)
        {
            AtomicFile.Write(_disk, Path, bad);
            var content = Table.Read()!;
            Assert.Equal("one"u8, content.Payload);
            Assert.Contains("/table is damaged at byte", content.Problem);
            Assert.Contains("predecessor /table.old is used", content.Problem);
        }
    }

    [Fact]
    public void Damaged_content_without_a_predecessor_is_an_error_and_never_replaces_a_good_one()
    {
        Table.Write("one"u8);
        AtomicFile.Write(_disk, Path, "rubbish"u8);
        Assert.Throws<DamagedFileException>(() => Table.Read());
        Table.Write("two"u8);
        Assert.Null(_disk.Find(Path + TableFile.OldSuffix));
        Assert.Equal("two", Content(Table.Read()).Text);
    }

    [Fact]
    public void Newer_version_is_refused_naming_both_and_not_overwritten()
    {
        new TableFile(_disk, Path, "dxflow-index", 3).Write("one"u8);
        var refusal = Assert.Throws<NewerFormatException>(() => Table.Read());
        Assert.Contains("dxflow-index 3, and this dxflow knows dxflow-index up to 2", refusal.Message);
        Assert.Throws<NewerFormatException>(() => Table.Write("two"u8));
        new TableFile(_disk, "/older", "dxflow-index", 1).Write("one"u8);
        Assert.Equal(1, new TableFile(_disk, "/older", "dxflow-index", 2).Read()!.Version);
    }

    [Fact]
    public void File_of_another_format_is_damage()
    {
        Table.Write("one"u8);
        Assert.Throws<DamagedFileException>(() => new TableFile(_disk, Path, "dxflow-config", 1).Read());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_crashes_the_table_is_what_was_acknowledged_or_what_was_being_written(bool powerCut)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            for (var crashAt = 1; crashAt <= 24; crashAt++)
            {
                var disk = new ScriptedDisk(seed) { CrashAt = crashAt };
                var table = new TableFile(disk, Path, "dxflow-index", 1);
                var written = 0;
                try
                {
                    for (; written < 4; written++)
                    {
                        table.Write([(byte)(written + 1)]);
                    }
                }
                catch (DiskCrash)
                {
                    disk.Restart(powerCut);
                }

                var content = table.Read();
                Assert.Null(content?.Problem);
                Assert.InRange(content?.Payload[0] ?? 0, written, written + 1);
            }
        }
    }

    [Fact]
    public void Full_disk_keeps_what_was_there()
    {
        Table.Write("one"u8);
        _disk.CapacityBytes = 100;
        Assert.Throws<DiskFullException>(() => Table.Write(new byte[200]));
        Assert.Equal((2, "one", null), Content(Table.Read()));
    }

    private static (int Version, string Text, string? Problem) Content(TableContent? content) =>
        (content!.Version, Encoding.UTF8.GetString(content.Payload), content.Problem);
}
