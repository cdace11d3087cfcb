using System.Formats.Tar;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Artifacts.Packing;
using Dxflow.Artifacts.Storing;
using Xunit;

namespace Dxflow.Tests.Artifacts;

/// <summary>Directories that travel as tar archives: the same artifact arrives, and nothing else can.</summary>
public sealed class PackingTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private ArtifactStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_directory_is_the_same_artifact_whether_it_was_read_hashed_or_sent()
    {
        _fixture.Write("a.txt", "one");
        _fixture.Write("deep/er/b.txt", "two");
        _fixture.Write("ü – b.txt", "");
        _fixture.Link("deep/link", "er/b.txt");
        Directory.CreateDirectory(Path.Combine(_fixture.Work, "empty"));
        var program = _fixture.Write("run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);

        var read = await Store.AddDirectoryAsync(_fixture.Work);
        Assert.Equal(read, TreeHash.Of(_fixture.Work));
        await using var archive = new TarStream(tar => tar.AddDirectory(_fixture.Work));
        Assert.Equal(read, await Store.AddArchiveAsync(archive, "work"));
        await using var again = Store.OpenArchive(read, ArchiveForm.Tar);
        Assert.Equal(read, await Store.AddArchiveAsync(again, "work"));
        Assert.Equal(read, await Store.FindAsync(read with { Size = 0 }, renew: true));
    }

    [Fact]
    public async Task A_file_is_hashed_wherever_links_lead()
    {
        _fixture.Write("real.txt", "content");
        var link = _fixture.Link("link.txt", Path.Combine(_fixture.Work, "real.txt"));
        Assert.Equal(await Store.AddFileAsync(link), TreeHash.Of(link));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/../../escape")]
    [InlineData("/etc/passwd")]
    public async Task A_name_that_is_not_below_the_top_is_refused(string name) =>
        Assert.Equal(ArtifactProblem.Outside, (await Refused(tar => Add(tar, name))).Problem);

    [Theory]
    [InlineData(TarEntryFormat.V7, 90)]
    [InlineData(TarEntryFormat.Ustar, 90)]
    [InlineData(TarEntryFormat.Ustar, 180)]
    [InlineData(TarEntryFormat.Pax, 240)]
    [InlineData(TarEntryFormat.Gnu, 90)]
    [InlineData(TarEntryFormat.Gnu, 240)]
    public async Task Every_format_is_read(TarEntryFormat format, int length)
    {
        var name = $"{new string('d', length / 2)}/{new string('f', length - (length / 2) - 1)}";
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, format, leaveOpen: true))
        {
            tar.WriteEntry(New(format, TarEntryType.Directory, "empty/", null));
            tar.WriteEntry(New(
                format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, name, new byte[1000]));
        }

        var expected = _fixture.Write(name, new string('\0', 1000));
        Directory.CreateDirectory(Path.Combine(_fixture.Work, "empty"));
        Assert.True(File.Exists(expected));
        bytes.Position = 0;
        Assert.Equal(TreeHash.Of(_fixture.Work), await Store.AddArchiveAsync(bytes, "work"));
    }

    [Theory]
    [InlineData('x', 2_147_483_591)]
    [InlineData('x', 100_000)]
    [InlineData('g', 100_000)]
    [InlineData('L', 20_000_000)]
    [InlineData('K', 8_589_934_591)]
    public async Task What_describes_an_entry_is_bounded_before_anything_is_read(char type, long size)
    {
        var refused = await Refused(Header(type, size));
        Assert.Contains("at most", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('S')]
    [InlineData('M')]
    [InlineData('\u00ff')]
    public async Task What_only_some_programs_write_is_refused(char type) =>
        Assert.Equal(ArtifactProblem.WrongKind, (await Refused(Header(type, 0))).Problem);

    [Fact]
    public async Task A_header_with_another_sum_and_an_archive_without_its_end_are_refused()
    {
        var whole = Archive(tar => Add(tar, "a"));
        Assert.Equal(ArtifactProblem.Damaged, (await Refused(whole[..^1024])).Problem);
        whole[^(512 * 4)] ^= 1;
        Assert.Equal(ArtifactProblem.Damaged, (await Refused(whole)).Problem);
    }

    [Fact]
    public async Task A_file_needs_a_name() => Assert.Equal(ArtifactProblem.BadName, (await Refused(tar => Add(tar, "./"))).Problem);

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task Only_files_and_directories_are_taken(TarEntryType type)
    {
        var refused = await Refused(tar =>
        {
            var entry = new PaxTarEntry(type, "odd");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                entry.LinkName = "/etc";
            }

            tar.WriteEntry(entry);
            Add(tar, "odd/passwd");
        });
        Assert.Equal(ArtifactProblem.WrongKind, refused.Problem);
    }

    [Fact]
    public async Task A_name_is_there_once()
    {
        Assert.Equal(ArtifactProblem.InTheWay, (await Refused(tar => { Add(tar, "a"); Add(tar, "./a"); })).Problem);
        Assert.Equal(ArtifactProblem.InTheWay, (await Refused(tar => { Add(tar, "a"); Add(tar, "a/b"); })).Problem);
        Assert.Equal(ArtifactProblem.InTheWay, (await Refused(tar => { Add(tar, "a/b"); Add(tar, "a"); })).Problem);
    }

    [Fact]
    public async Task What_is_too_deep_or_named_too_long_is_refused()
    {
        var deep = string.Join('/', Enumerable.Repeat("d", TreeReader.DepthMax + 2));
        Assert.Equal(ArtifactProblem.TooLarge, (await Refused(tar => Add(tar, deep))).Problem);
        Assert.Equal(ArtifactProblem.BadName, (await Refused(tar => Add(tar, new string('n', 256)))).Problem);
    }

    [Fact]
    public async Task Bytes_that_are_no_archive_are_refused_and_leave_nothing()
    {
        var whole = Archive(tar => { Add(tar, "a"); Add(tar, "b"); });
        var random = new Random(20_261_121);
        for (var i = 0; i < 400; i++)
        {
            var bent = (byte[])whole.Clone();
            bent[random.Next(bent.Length)] = (byte)random.Next(256);
            await TakenOrRefused(bent);
            await TakenOrRefused(whole[..random.Next(whole.Length)]);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "incoming")));
    }

    [Fact]
    public async Task An_archive_that_nobody_reads_to_its_end_stops_being_made()
    {
        for (var i = 0; i < 64; i++)
        {
            _fixture.Write($"f{i}", new string('x', 100_000));
        }

        var ended = new TaskCompletionSource<Exception>();
        var archive = new TarStream(tar =>
        {
            try
            {
                tar.AddDirectory(_fixture.Work);
            }
            catch (Exception stopped)
            {
                ended.SetResult(stopped);
                throw;
            }
        });
        Assert.NotEqual(0, await archive.ReadAsync(new byte[512]));
        await archive.DisposeAsync();
        Assert.NotNull(await ended.Task.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task What_goes_wrong_while_an_archive_is_made_is_said_to_its_reader()
    {
        _fixture.Link("odd", "/etc/hostname");
        await using var archive = new TarStream(tar => tar.AddDirectory(_fixture.Work));
        await Assert.ThrowsAnyAsync<IOException>(async () => await archive.CopyToAsync(Stream.Null));
    }

    [Theory]
    [InlineData("file", "reads 1.fastq", false)]
    [InlineData("file+x", "run.sh", true)]
    [InlineData("dir", "a,b/", false)]
    public void A_reference_is_read_as_it_was_written(string kind, string name, bool executable)
    {
        var artifact = new Artifact(
            new string('a', 64), kind == "dir" ? ArtifactKind.Dir : ArtifactKind.File, name.TrimEnd('/'), 0, executable);
        var text = ArtifactReference.Of(artifact);
        Assert.StartsWith($"artifact:{kind}/", text);
        Assert.DoesNotContain(",", text, StringComparison.Ordinal);
        Assert.Equal(artifact, ArtifactReference.Parse(text));
    }

    [Theory]
    [InlineData("artifact:file/00/x")]
    [InlineData("artifact:link/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x")]
    [InlineData("artifact:file/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/..")]
    [InlineData("artifact:file/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a%2Fb")]
    [InlineData("artifact:file/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")]
    [InlineData("artifact:file/../../etc/passwd")]
    public void What_is_no_reference_is_not_taken_for_one(string text) => Assert.Null(ArtifactReference.Parse(text));

    private static byte[] Header(char type, long size)
    {
        var header = Archive(tar => Add(tar, "a"))[^(512 * 4)..^(512 * 3)];
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0') + "\0").CopyTo(header, 124);
        header[156] = (byte)type;
        "        "u8.CopyTo(header.AsSpan(148));
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(static part => part), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static TarEntry New(TarEntryFormat format, TarEntryType type, string name, byte[]? content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        if (content is not null)
        {
            entry.DataStream = new MemoryStream(content);
        }

        return entry;
    }

    private Task<ArtifactException> Refused(Action<TarWriter> write) => Refused(Archive(write));

    private async Task<ArtifactException> Refused(byte[] archive)
    {
        var refused = await Assert.ThrowsAsync<ArtifactException>(() => Store.AddArchiveAsync(new MemoryStream(archive), "t"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "incoming")));
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

    private static byte[] Archive(Action<TarWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            write(tar);
        }

        return bytes.ToArray();
    }

    private static void Add(TarWriter tar, string name) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("text")) });
}
