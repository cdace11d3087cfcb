using Dxflow.Foundation.Files;
using Dxflow.Foundation.Files.Beneath;
using Dxflow.Tests.Artifacts;
using Xunit;

namespace Dxflow.Tests.Foundation.Files.Beneath;

/// <summary>By the kernel's own call and name by name: the same answers.</summary>
public sealed class BeneathDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public BeneathDirectoryTests()
    {
        Directory.CreateDirectory(_directory.File("top/inner/deep"));
        Directory.CreateDirectory(_directory.File("beside"));
        File.WriteAllText(_directory.File("top/inner/file"), "inside");
        File.WriteAllText(_directory.File("beside/file"), "outside");
        Directory.CreateSymbolicLink(_directory.File("top/relative"), "../beside");
        Directory.CreateSymbolicLink(_directory.File("top/absolute"), _directory.File("beside"));
        Directory.CreateSymbolicLink(_directory.File("top/within"), "inner");
        Directory.CreateSymbolicLink(_directory.File("top/circle"), "circle");
        Directory.CreateSymbolicLink(_directory.File("top/magic"), "/proc/self/root");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_there_is_held(bool byKernel)
    {
        using var top = BeneathDirectory.Open(_directory.File("top"), byKernel);
        Assert.Equal(FileKind.Regular, Kind(top, "inner/file"));
        Assert.Equal(FileKind.Directory, Kind(top, "inner/deep"));
        Assert.Equal(FileKind.Directory, Kind(top, ""));
        Assert.Equal(FileKind.Link, Kind(top, "relative"));
        Assert.Null(Kind(top, "none"));
        Assert.Null(Kind(top, "none/file"));
        Assert.Null(Kind(top, "inner/file/file"));
        Assert.Null(Kind(top, new string('n', 300)));
        Assert.Null(top.FindDirectory("inner/file"));
        using var directory = top.FindDirectory("inner");
        Assert.Equal(["deep", "file"], DirectoryCalls.Names(directory!));
    }

    [Theory]
    [InlineData(true, "relative/file")]
    [InlineData(false, "relative/file")]
    [InlineData(true, "absolute/file")]
    [InlineData(false, "absolute/file")]
    [InlineData(true, "within/file")]
    [InlineData(false, "within/file")]
    [InlineData(true, "circle/file")]
    [InlineData(false, "circle/file")]
    [InlineData(true, "magic/etc")]
    [InlineData(false, "magic/etc")]
    [InlineData(true, "../beside/file")]
    [InlineData(false, "../beside/file")]
    [InlineData(true, "/etc")]
    [InlineData(false, "/etc")]
    [InlineData(true, "inner/\0")]
    [InlineData(false, "inner/\0")]
    public void No_link_and_no_way_out_is_followed(bool byKernel, string path)
    {
        using var top = BeneathDirectory.Open(_directory.File("top"), byKernel);
        Assert.Throws<PathEscapeException>(() => top.Find(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_swaps_directories_for_links_meanwhile_gets_nobody_out(bool byKernel)
    {
        using var top = BeneathDirectory.Open(_directory.File("top"), byKernel);
        using var over = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                StoreFixture.Exchange(_directory.File("top/inner"), _directory.File("top/relative"));
            }
        });
        var found = 0;
        for (var round = 0; round < 20_000; round++)
        {
            try
            {
                using var held = top.Find("inner/file");
                if (held is not null)
                {
                    found++;
                    Assert.Equal("inside", File.ReadAllText(DirectoryCalls.PathOf(held)));
                }
            }
            catch (PathEscapeException)
            {
                // The link was there at that moment.
            }
        }

        await over.CancelAsync();
        await swapping;
        Assert.NotEqual(0, found);
    }

    [Fact]
    public void A_name_is_taken_only_when_nothing_has_it_unless_that_is_wanted()
    {
        using var top = BeneathDirectory.Open(_directory.File("top"));
        using var inner = top.FindDirectory("inner")!;
        File.WriteAllText(_directory.File("top/inner/other"), "other");
        Assert.False(BeneathCalls.TryRename(inner, "other", inner, "file", replace: false, "file"));
        Assert.True(BeneathCalls.TryRename(inner, "other", inner, "file", replace: true, "file"));
        Assert.Equal("other", File.ReadAllText(_directory.File("top/inner/file")));
    }

    private static FileKind? Kind(BeneathDirectory top, string path)
    {
        using var held = top.Find(path);
        return held is null ? null : FileStat.Of(held, path).Kind;
    }
}
