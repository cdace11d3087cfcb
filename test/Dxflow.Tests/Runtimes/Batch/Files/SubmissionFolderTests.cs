using Dxflow.Runtimes.Batch.Files;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Files;

public sealed class SubmissionFolderTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_goes_with_the_last_of_its_attempts_and_stays_while_the_scheduler_may_begin_one(bool never)
    {
        var folder = new SubmissionFolder(directory.File("jobs"), new OtherScheduler());
        var attempts = new[] { directory.File("a"), directory.File("b") };
        attempts.ToList().ForEach(static each => Directory.CreateDirectory(each));
        folder.Join("key", 2);
        var script = folder.Make("key", attempts);
        folder.Leave("key", never);
        Assert.True(File.Exists(script));
        folder.Leave("key", never);
        Assert.Equal(never, !File.Exists(script));
    }
}
