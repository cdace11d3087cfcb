using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Registry;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

public sealed class ContainerTasksTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void An_image_is_asked_for_again_until_an_attempt_has_had_its_container()
    {
        var files = new RunFiles(directory.Path);
        AttemptId Attempt(int number) => new("r", 0, 0, number);
        Assert.False(ContainerTasks.IsAgain(files, Attempt(1)));

        // The first was lost in the middle of a build, the second refused by the builder, of the third nothing can be read.
        Assert.False(ContainerTasks.IsAgain(files, Attempt(2)));
        Write(2, AttemptRecord.Empty);
        Directory.CreateDirectory(files.Attempt(Attempt(3)));
        File.WriteAllText(AttemptRecord.PathIn(files.Attempt(Attempt(3))), "nonsense");
        Assert.False(ContainerTasks.IsAgain(files, Attempt(4)));
        Write(4, AttemptRecord.Empty with { Id = "c" });
        Assert.True(ContainerTasks.IsAgain(files, Attempt(5)));
        Write(5, AttemptRecord.Empty);
        Assert.True(ContainerTasks.IsAgain(files, Attempt(6)));
        Assert.False(ContainerTasks.IsAgain(files, Attempt(4)));

        void Write(int number, AttemptRecord record)
        {
            var task = files.Task(Attempt(number));
            Directory.CreateDirectory(task.Directory);
            record.Write(task);
        }
    }
}
