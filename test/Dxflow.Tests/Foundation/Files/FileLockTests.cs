using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Second_taker_is_refused_and_told_who_holds_it()
    {
        var path = _directory.File("lock");
        using var first = FileLock.TryTake(path, out var nobody);
        Assert.NotNull(first);
        Assert.Equal("", nobody);
        first.Describe("pid 17 on host");
        Assert.Null(FileLock.TryTake(path, out var holder));
        Assert.Equal("pid 17 on host", holder);
    }

    [Fact]
    public void Released_lock_is_free_and_names_nobody()
    {
        var path = _directory.File("lock");
        using (var first = FileLock.TryTake(path, out _))
        {
            first!.Describe("pid 17");
        }

        using var second = FileLock.TryTake(path, out var text);
        Assert.NotNull(second);
        Assert.Equal("", text);
    }

    [Fact]
    public void A_lock_that_is_handed_on_is_never_free_in_between()
    {
        var path = _directory.File("lock");
        var first = FileLock.TryTake(path, out _)!;
        first.Describe("pid 17");
        first.Keep();
        var descriptor = first.HandOn();
        first.Dispose();
        Assert.True(FileLock.IsHeld(path, out _));

        // Another descriptor, or one of another file, is no lock.
        using var other = File.OpenHandle(_directory.File("other"), FileMode.Create, FileAccess.Write);
        Assert.Null(FileLock.TryTake(path, out _, (int)other.DangerousGetHandle()));
        Assert.Null(FileLock.TryTake(path, out _, 99_999));
        Assert.False(other.IsClosed);

        using (var second = FileLock.TryTake(path, out var text, descriptor))
        {
            Assert.Equal("pid 17", text);
            second!.Describe("pid 17, again");
        }

        Assert.False(FileLock.IsHeld(path, out var left));
        Assert.Equal("", left);
    }

    [Fact]
    public void What_a_crashed_holder_wrote_is_handed_to_the_next()
    {
        var path = _directory.File("lock");
        File.WriteAllText(path, "pid 3 on elsewhere");
        using var taken = FileLock.TryTake(path, out var text);
        Assert.NotNull(taken);
        Assert.Equal("pid 3 on elsewhere", text);
        taken.Describe("me");
        Assert.Equal("me", File.ReadAllText(path));
    }

    [Fact]
    public void Refused_taker_that_goes_away_does_not_drop_the_lock()
    {
        var path = _directory.File("lock");
        using var first = FileLock.TryTake(path, out _);
        Assert.Null(FileLock.TryTake(path, out _));
        Assert.Null(FileLock.TryTake(path, out _));
    }

    [Fact]
    public void A_place_that_cannot_be_opened_is_an_error() =>
        Assert.Throws<DiskException>(() => FileLock.TryTake(_directory.File("missing/lock"), out _));
}
