using System.Text;
using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Artifacts.Storing;

public sealed class ResultShelfTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void An_entry_is_replaced_whole_found_after_a_restart_and_seen_by_nobody_else()
    {
        var digest = StoreFixture.Sha256("one");
        _fixture.Store.Results.Keep(digest, "first"u8);
        _fixture.Store.Results.Keep(digest, "second"u8);
        var again = _fixture.Open().Results;
        Assert.Equal("second", Encoding.UTF8.GetString(again.Find(digest)!));
        Assert.Equal([digest], again.All());
        var path = Path.Combine(_fixture.StorePath, "results", digest[..2], digest[2..]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        again.Remove(digest);
        Assert.Null(again.Find(digest));
        Assert.Empty(again.All());
    }

    [Fact]
    public void What_is_no_digest_leads_nowhere_and_what_else_lies_there_is_no_entry()
    {
        var results = _fixture.Store.Results;
        Assert.Throws<ArgumentException>(() => results.Find("../../../etc/passwd"));
        Assert.Throws<ArgumentException>(() => results.Keep("ab", "x"u8));
        Assert.Empty(results.All());
        results.Keep(StoreFixture.Sha256("one"), "x"u8);
        File.WriteAllText(Path.Combine(_fixture.StorePath, "results", StoreFixture.Sha256("one")[..2], "notes"), "");
        Assert.Single(results.All());
    }

    [Fact]
    public void What_cannot_be_written_leaves_what_was_there()
    {
        var digest = StoreFixture.Sha256("one");
        var results = _fixture.Store.Results;
        results.Keep(digest, "first"u8);
        var path = Path.Combine(_fixture.StorePath, "results", digest[..2], digest[2..]);
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Throws<DiskException>(() => results.Keep(digest, "second"u8));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "incoming")));
    }
}
