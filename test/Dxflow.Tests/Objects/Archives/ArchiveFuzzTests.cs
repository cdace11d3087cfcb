using System.Formats.Tar;
using Dxflow.Objects;
using Dxflow.Objects.Archives;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Objects.Archives;

/// <summary>
/// Archives that were good, with bytes changed, cut out and put in at random: each becomes a directory or is refused with a fault, within
/// bounds, and nothing is ever anywhere else. The seed of a round that fails stands in the message.
/// </summary>
public sealed class ArchiveFuzzTests : IDisposable
{
    private const int Rounds = 250;
    private const int FirstSeed = 7001;

    private readonly ObjectFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    public async Task A_damaged_archive_is_taken_or_refused(string form)
    {
        foreach (var (path, length) in ((string, int)[])[("d/a", 10), ("d/long name that is long/b", 700), ("d/c", 0)])
        {
            await _fixture.Upload(path, new string('x', length));
        }

        await Desk.ZipAsync(new ZipObjects($"good.{form}", ["d"]), ObjectFixture.Call).ToListAsync();
        var good = File.ReadAllBytes(Path.Combine(_fixture.Tree, $"good.{form}"));
        for (var seed = FirstSeed; seed < FirstSeed + Rounds; seed++)
        {
            var bad = Damage(good, new Random(seed));
            await _fixture.Desk.UploadAsync(new UploadObject("bad", Replace: true), new MemoryStream(bad), ObjectFixture.Call);
            var failed = await Record.ExceptionAsync(
                async () => await Desk.UnzipAsync(new UnzipObject("bad", "out"), ObjectFixture.Call).ToListAsync());
            Assert.True(failed is null or Fault { Info.Code: FaultKind.Invalid or FaultKind.Conflict }, $"seed {seed}: {failed}");
            Assert.True(_fixture.IsIncomingEmpty(), $"seed {seed}");
            Assert.Equal(failed is null, Directory.Exists(Path.Combine(_fixture.Tree, "out")));
            Assert.Equal(["secret"], Directory.GetFileSystemEntries(_fixture.Outside).Select(Path.GetFileName));
            if (failed is null)
            {
                await _fixture.Desk.RemoveAsync(new RemoveObject("out", Recursive: true), ObjectFixture.Call);
            }
        }
    }

    /// <summary>What describes an entry is cut off after its first line: the rest has no length, and was read again and again.</summary>
    [Fact]
    public async Task A_description_that_ends_without_a_length_is_refused()
    {
        var block = new byte[512];
        "./PaxHeaders/x"u8.CopyTo(block);
        "0000644\0"u8.CopyTo(block.AsSpan(100));
        "00000000044\0"u8.CopyTo(block.AsSpan(124));
        "        x"u8.CopyTo(block.AsSpan(148));
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(static one => one), 8).PadLeft(6, '0') + "\0 ").CopyTo(block, 148);
        var described = new byte[512];
        "12 path=d/a\n24"u8.CopyTo(described);
        await _fixture.Desk.UploadAsync(new UploadObject("bad"), new MemoryStream([.. block, .. described]), ObjectFixture.Call);
        await ObjectFixture.Fails(
            FaultKind.Invalid, async () => await Desk.UnzipAsync(new UnzipObject("bad", "out"), ObjectFixture.Call).ToListAsync());
    }

    /// <summary>Names of all kinds, in archives that are whole: what comes of them is below the directory.</summary>
    [Fact]
    public async Task Names_of_all_kinds_stay_below_the_directory()
    {
        string[] parts =
        [
            "..", ".", "", "a", "B", "b", "\\", "c:", "a/b", "\u00e9", "e\u0301", "\ud83d\ude00", " ",
            "-", "\t", "~", "CON", "*",
        ];
        for (var seed = FirstSeed; seed < FirstSeed + Rounds; seed++)
        {
            var random = new Random(seed);
            using var packed = new MemoryStream();
            using (var tar = new TarWriter(packed, leaveOpen: true))
            {
                for (var entries = random.Next(1, 5); entries > 0; entries--)
                {
                    var name = string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => parts[random.Next(parts.Length)]));
                    tar.WriteEntry(new PaxTarEntry(
                        random.Next(3) == 0 ? TarEntryType.Directory : TarEntryType.RegularFile, name.Length == 0 ? "x" : name));
                }
            }

            await _fixture.Desk.UploadAsync(new UploadObject("bad", Replace: true), new MemoryStream(packed.ToArray()), ObjectFixture.Call);
            var failed = await Record.ExceptionAsync(
                async () => await Desk.UnzipAsync(new UnzipObject("bad", "out"), ObjectFixture.Call).ToListAsync());
            Assert.True(failed is null or Fault { Info.Code: FaultKind.Invalid or FaultKind.Conflict }, $"seed {seed}: {failed}");
            Assert.True(_fixture.IsIncomingEmpty(), $"seed {seed}");
            Assert.Subset(
                new HashSet<string?> { "bad", "out" }, Directory.GetFileSystemEntries(_fixture.Tree).Select(Path.GetFileName).ToHashSet());
            if (failed is null)
            {
                await _fixture.Desk.RemoveAsync(new RemoveObject("out", Recursive: true), ObjectFixture.Call);
            }
        }
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 600), bytes.Count - at));
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 600), bytes.Count - at)));
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes[at] = (byte)(random.Next(3) - 1);
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private ArchiveDesk Desk => _fixture.Get<ArchiveDesk>();
}
