using Dxflow.Foundation.Loops;
using Xunit;

namespace Dxflow.Tests.Foundation.Loops;

public sealed class EndingsTests
{
    [Fact]
    public async Task Each_part_ends_in_reverse_whatever_becomes_of_the_others()
    {
        var time = new ManualTime();
        var endings = new Endings(TimeSpan.FromSeconds(15), time);
        var (ended, told) = (new List<string>(), new List<string>());
        endings.Own(new Part(() => ended.Add("first")));
        endings.Push("throws", () => throw new IOException("gone"));
        endings.Push("fails", async () =>
        {
            await Task.Yield();
            throw new ObjectDisposedException("it");
        });
        endings.Push("hangs", () => new ValueTask(new TaskCompletionSource().Task));
        endings.Push("last", () =>
        {
            ended.Add("last");
            return ValueTask.CompletedTask;
        });
        var ending = endings.EndAsync((part, failure) => told.Add($"{part} {failure?.GetType().Name}"));
        Assert.False(ending.IsCompleted);
        Assert.Equal(["last"], ended);
        time.Advance(TimeSpan.FromSeconds(15));
        await ending;
        Assert.Equal(["last", "first"], ended);
        Assert.Equal(["hangs ", "fails ObjectDisposedException", "throws IOException"], told);
    }

    private sealed class Part(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
