using System.IO.Compression;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Artifacts.Packing;
using Dxflow.Artifacts.Storing;
using Xunit;

namespace Dxflow.Tests.Artifacts;

public sealed class ZipTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private ArtifactStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_directory_goes_and_comes_as_a_zip_and_as_a_tar_in_gzip()
    {
        _fixture.Write("a.txt", "one");
        _fixture.Write("deep/er/b.txt", "two");
        _fixture.Write("ü – b.txt", "");
        Directory.CreateDirectory(Path.Combine(_fixture.Work, "empty"));
        var program = _fixture.Write("run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        var read = await Store.AddDirectoryAsync(_fixture.Work);

        await using var zip = Store.OpenArchive(read, ArchiveForm.Zip);
        Assert.Equal(read, await Store.AddArchiveAsync(zip, "work"));

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        await using (var tar = Store.OpenArchive(read, ArchiveForm.Tar))
        {
            await tar.CopyToAsync(gzip);
        }

        packed.Position = 0;
        Assert.Equal(read, await Store.AddArchiveAsync(packed, "work"));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/../../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    public async Task A_name_that_is_not_below_the_top_is_refused(string name) =>
        Assert.Equal(ArtifactProblem.Outside, (await Refused(zip => Add(zip, name, "x"))).Problem);

    [Theory]
    [InlineData(0xa1ff)]
    [InlineData(0x11ff)]
    [InlineData(0x21ff)]
    [InlineData(0xc1ff)]
    public async Task Links_and_devices_are_refused(int mode) =>
        Assert.Equal(ArtifactProblem.WrongKind, (await Refused(zip => Add(zip, "x", "/etc/passwd", mode))).Problem);

    [Fact]
    public async Task A_name_that_comes_twice_is_refused() =>
        Assert.Equal(ArtifactProblem.InTheWay, (await Refused(zip =>
        {
            Add(zip, "x", "one");
            Add(zip, "x", "two");
        })).Problem);

    [Fact]
    public async Task What_becomes_far_larger_than_its_archive_is_refused_before_it_is_on_the_disk()
    {
        var packed = ArchiveInput.BytesMax(0);
        Assert.Equal(1L << 30, packed);
        var shelf = new ObjectShelf(_fixture.StorePath);
        using var tree = new Ingest(shelf, new ShelfRounds(shelf), mayShare: false, CancellationToken.None);
        var archive = new ArchiveTree(new ArchiveTarget((_, content, _) => tree.AddAsync(content)), () => 1000);
        await archive.AddFileAsync("small", new MemoryStream(new byte[600]), executable: false);
        var refused = await Assert.ThrowsAsync<ArtifactException>(
            () => archive.AddFileAsync("large", new MemoryStream(new byte[600]), executable: false));
        Assert.Equal(ArtifactProblem.TooLarge, refused.Problem);
    }

    [Fact]
    public async Task A_content_that_has_not_its_checksum_is_refused()
    {
        var archive = Archive(zip => Add(zip, "x", "content"), CompressionLevel.NoCompression);
        var at = archive.AsSpan().IndexOf("content"u8);
        archive[at] ^= 1;
        Assert.Equal(ArtifactProblem.Damaged, (await Refused(archive)).Problem);
    }

    [Theory]
    [InlineData("504b0506")]
    [InlineData("504b0304")]
    [InlineData("504b05060000000000000000000000000000000000")]
    [InlineData("504b0506000000000100010000000000ffffffff0000")]
    [InlineData("504b050600000000ffffffff00000000ffffff000000")]
    public async Task What_is_no_whole_archive_is_refused(string hex) =>
        Assert.Equal(ArtifactProblem.Damaged, (await Refused(Convert.FromHexString(hex))).Problem);

    [Fact]
    public async Task Every_truncation_and_every_changed_byte_is_taken_or_refused()
    {
        var archive = Archive(zip =>
        {
            Add(zip, "d/a", "one");
            Add(zip, "b", new string('x', 200));
        });
        for (var at = 0; at < archive.Length; at++)
        {
            await TakenOrRefused(archive[..at]);
            var changed = archive.ToArray();
            changed[at] ^= 0xff;
            await TakenOrRefused(changed);
        }

        Assert.True(_fixture.IsIncomingEmpty());
    }

    private static void Add(ZipArchive zip, string name, string content, int mode = 0x81a4)
    {
        var entry = zip.CreateEntry(name);
        entry.ExternalAttributes = mode << 16;
        using var to = entry.Open();
        to.Write(Encoding.UTF8.GetBytes(content));
    }

    private static byte[] Archive(Action<ZipArchive> write, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (level == CompressionLevel.NoCompression)
            {
                using var to = zip.CreateEntry("x", level).Open();
                to.Write("content"u8);
            }
            else
            {
                write(zip);
            }
        }

        return bytes.ToArray();
    }

    private Task<ArtifactException> Refused(Action<ZipArchive> write) => Refused(Archive(write));

    private async Task<ArtifactException> Refused(byte[] archive)
    {
        var refused = await Assert.ThrowsAsync<ArtifactException>(() => Store.AddArchiveAsync(new MemoryStream(archive), "t"));
        Assert.True(_fixture.IsIncomingEmpty());
        return refused;
    }

    private async Task TakenOrRefused(byte[] bytes)
    {
        try
        {
            await Store.AddArchiveAsync(new MemoryStream(bytes), "t");
        }
        catch (ArtifactException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }
}
