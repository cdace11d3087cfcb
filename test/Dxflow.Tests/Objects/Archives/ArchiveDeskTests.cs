using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Dxflow.Objects;
using Dxflow.Objects.Archives;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Objects.Archives;

public sealed class ArchiveDeskTests : IDisposable
{
    private readonly ObjectFixture _fixture = new();

    private ArchiveDesk Desk => _fixture.Get<ArchiveDesk>();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("a.zip")]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    [InlineData("made/a.TGZ")]
    public async Task What_goes_into_an_archive_comes_out_of_it(string archive)
    {
        await _fixture.Upload("data/x", "one");
        await _fixture.Upload("data/d/y", new string('y', 300_000));
        await _fixture.Upload("run", "#!");
        File.SetUnixFileMode(Path.Combine(_fixture.Tree, "run"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await _fixture.Desk.CreateAsync(new CreateObject("data/empty"), ObjectFixture.Call);

        var made = await Zip(new ZipObjects(archive, ["data", "run"], Parents: true));
        Assert.Equal((ArchiveState.Done, archive, 300_005L, 300_005L), (made.State, made.Path, made.Bytes, made.TotalBytes));
        var shown = await _fixture.Desk.ShowAsync(new ShowObject(archive), ObjectFixture.Call);
        Assert.Equal((shown.Size, shown.Sha256), (made.Size, made.Sha256));

        var read = await Unzip(new UnzipObject(archive, "out/again", Parents: true));
        Assert.Equal(("out/again", 6L, 300_005L), (read.Path, read.Entries, read.Bytes));
        Assert.Equal(
            "out/again out/again/data out/again/data/d out/again/data/d/y out/again/data/empty out/again/data/x out/again/run",
            await _fixture.List("out"));
        Assert.Equal("one", await _fixture.Download("out/again/data/x"));
        Assert.True((await _fixture.Desk.ShowAsync(new ShowObject("out/again/run"), ObjectFixture.Call)).Executable);
        Assert.Equal(7, (await _fixture.Desk.VerifyAsync(new VerifyObject(), ObjectFixture.Call)).Good);
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task Some_of_it_is_chosen_by_names_and_by_paths_and_what_is_not_wanted_does_not_matter()
    {
        await Bring("a.zip", Zipped(("d/x.csv", "1"), ("d/e/y.csv", "2"), ("z.txt", "3"), ("../bad", "4")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("a.zip")));
        await Unzip(new UnzipObject("a.zip", Pattern: ["*.csv"]));
        Assert.Equal("a a/d a/d/e a/d/e/y.csv a/d/x.csv a.zip", await _fixture.List());
        await Unzip(new UnzipObject("a.zip", "b", ["d/e", "z.*"]));
        Assert.Equal("b/d b/d/e b/d/e/y.csv b/z.txt", await _fixture.List("b"));
        await ObjectFixture.Fails(FaultKind.Missing, () => Unzip(new UnzipObject("a.zip", "c", ["none"])));
        Assert.DoesNotContain(" c", await _fixture.List(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_checked_without_keeping_anything_and_a_damaged_one_leaves_nothing()
    {
        var bytes = Zipped(("x", "content"), ("y", "more"));
        await Bring("good.zip", bytes);
        var read = await Unzip(new UnzipObject("good.zip", DryRun: true));
        Assert.Equal((2L, 11L, null), (read.Entries, read.Bytes, read.Path));
        bytes[bytes.AsSpan().IndexOf("content"u8)] ^= 1;
        await Bring("bad.zip", bytes);
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("bad.zip", DryRun: true)));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("bad.zip")));
        Assert.Equal("bad.zip good.zip", await _fixture.List());
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/../../x")]
    [InlineData("a\u0001b")]
    [InlineData("a/./../x")]
    public async Task Names_that_lead_out_or_that_no_object_can_have_are_refused_and_leave_nothing(string name)
    {
        await Bring("a.zip", Zipped(("fine", "1"), (name, "2")));
        await Bring("a.tar", Tarred(tar => Add(tar, name, TarEntryType.RegularFile)));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("a.zip", "out")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("a.tar", "out")));
        Assert.Equal("a.tar a.zip", await _fixture.List());
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(_fixture.Outside).Select(Path.GetFileName));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public async Task Links_and_devices_in_an_archive_are_refused_whatever_follows_them(TarEntryType type)
    {
        await Bring("a.tar", Tarred(tar =>
        {
            Add(tar, "way", type);
            Add(tar, "way/secret", TarEntryType.RegularFile);
        }));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("a.tar")));
        Assert.Equal("a.tar", await _fixture.List());
        Assert.Equal("stolen", File.ReadAllText(Path.Combine(_fixture.Outside, "secret")));
    }

    [Fact]
    public async Task A_name_that_comes_twice_and_a_file_that_is_a_directory_too_are_refused()
    {
        foreach (var second in (string[])["x", "x/y", "./x", "x/"])
        {
            await Bring("a.zip", Zipped(("x", "1"), (second, "2")));
            await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("a.zip")));
        }

        Assert.Equal("a.zip", await _fixture.List());
    }

    [Fact]
    public async Task What_becomes_far_more_than_it_was_is_given_up_before_the_disk_is_full()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("zeros", CompressionLevel.Optimal).Open();
            var zeros = new byte[1 << 20];
            for (var written = 0L; written < (3L << 30) / 2; written += zeros.Length)
            {
                entry.Write(zeros);
            }
        }

        await Bring("bomb.zip", packed.ToArray());
        var fault = await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("bomb.zip", DryRun: true)));
        Assert.Contains("far larger", fault.Info.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_way_stays_and_what_cannot_be_archived_is_said_before_anything_is_written()
    {
        await _fixture.Upload("d/x", "1");
        await _fixture.Upload("e/x", "2");
        await _fixture.Upload("a.zip", "there");
        await ObjectFixture.Fails(FaultKind.Conflict, () => Zip(new ZipObjects("a.zip", ["d"])));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Zip(new ZipObjects("a.rar", ["d"])));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Zip(new ZipObjects("b.zip", [])));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Zip(new ZipObjects("b.zip", ["d/x", "e/x"])));
        await ObjectFixture.Fails(FaultKind.Missing, () => Zip(new ZipObjects("b.zip", ["d", "none"])));
        File.CreateSymbolicLink(Path.Combine(_fixture.Tree, "e/link"), Path.Combine(_fixture.Outside, "secret"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Zip(new ZipObjects("b.zip", ["d", "e"])));
        Assert.Equal("there", await _fixture.Download("a.zip"));
        await Zip(new ZipObjects("a.zip", ["d"], Replace: true));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Unzip(new UnzipObject("a.zip", "d")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("d")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Unzip(new UnzipObject("d", "f")));
        Assert.Equal("1", await _fixture.Download("d/x"));
        Assert.Equal("a.zip d d/x e e/link e/x", await _fixture.List());
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task Whoever_leaves_in_the_middle_leaves_nothing()
    {
        await _fixture.Upload("d/x", new string('x', 100_000));
        await Zip(new ZipObjects("a.zip", ["d"]));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Desk.UnzipAsync(
            new UnzipObject("a.zip"), ObjectFixture.Call with { Ended = gone.Token }).ToListAsync(gone.Token));
        Assert.Equal("a.zip d d/x", await _fixture.List());
        Assert.True(_fixture.IsIncomingEmpty());
    }

    private static byte[] Zipped(params (string Name, string Text)[] entries)
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return to.ToArray();
    }

    private static byte[] Tarred(Action<TarWriter> write)
    {
        using var to = new MemoryStream();
        using (var tar = new TarWriter(to, leaveOpen: true))
        {
            write(tar);
        }

        return to.ToArray();
    }

    private void Add(TarWriter tar, string name, TarEntryType type)
    {
        var entry = new PaxTarEntry(type, name);
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = _fixture.Outside;
        }
        else if (type == TarEntryType.RegularFile)
        {
            entry.DataStream = new MemoryStream("written"u8.ToArray());
        }

        tar.WriteEntry(entry);
    }

    private Task<ObjectInfo> Bring(string path, byte[] content) => _fixture.Desk.UploadAsync(
        new UploadObject(path, Replace: true), new MemoryStream(content), ObjectFixture.Call);

    private async Task<ArchiveProgress> Zip(ZipObjects request) => (await Desk.ZipAsync(request, ObjectFixture.Call).ToListAsync())[^1];

    private async Task<ArchiveProgress> Unzip(UnzipObject request) =>
        (await Desk.UnzipAsync(request, ObjectFixture.Call).ToListAsync())[^1];
}
