using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Process.Logs;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Logs;

public sealed class LogKeeperTests : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly ManualTime time = new();
    private LogWatch[] watches = [new(), new()];
    private LogKeeper keeper = null!;

    public ValueTask InitializeAsync()
    {
        keeper = new LogKeeper(() => [], bytesMax: 2 << 20, time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await keeper.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public void A_look_marks_growth_and_nothing_else()
    {
        Write("one\n");
        Look();
        Look();
        Assert.Equal(1, Marks());
        Write("two\n");
        File.SetLastWriteTimeUtc(LogFile.PathIn(directory.Path, error: false), DateTime.UtcNow.AddSeconds(1));
        Look();
        Assert.Equal(2, Marks());
        Assert.NotNull(LogIndex.Read(directory.Path, error: false).At(8));
    }

    [Fact]
    public void What_was_written_while_no_engine_looked_on_is_marked_so()
    {
        Write("one\n");
        Look();
        watches = [new(), new()];
        Look();
        Assert.Equal(1, Marks());
        watches = [new(), new()];
        Write("two\nthree\n");
        File.SetLastWriteTimeUtc(LogFile.PathIn(directory.Path, error: false), DateTime.UtcNow.AddHours(1));
        Look();
        Assert.Equal([false, true], LogIndex.Read(directory.Path, error: false).Marks.Select(mark => mark.IsGap));
    }

    [Fact]
    public void A_log_above_its_limit_loses_its_head_and_only_when_it_has_outgrown_it_again()
    {
        Write(new string('x', 8 << 20));
        Look();
        var start = Start();
        Assert.Equal(6 << 20, start);
        Write(new string('x', 100 << 10));
        Look();
        Assert.Equal(start, Start());
        Write(new string('x', 2 << 20));
        Look();
        Assert.True(Start() > start);
    }

    [Fact]
    public void Logs_that_cannot_be_looked_at_do_no_harm()
    {
        keeper.Look("/no/such/directory", watches);
        Write("x");
        Directory.CreateDirectory(LogIndex.PathIn(directory.Path, error: false));
        Look();
        Assert.Equal("x", File.ReadAllText(LogFile.PathIn(directory.Path, error: false)));
    }

    private void Write(string text) => File.AppendAllText(LogFile.PathIn(directory.Path, error: false), text);

    private void Look() => keeper.Look(directory.Path, watches);

    private long Marks() => new FileInfo(LogIndex.PathIn(directory.Path, error: false)).Length / LogMark.Size;

    private long Start()
    {
        using var file = FileCalls.Open(LogFile.PathIn(directory.Path, error: false), Libc.ReadOnly);
        return FileCalls.ContentStart(file);
    }
}
