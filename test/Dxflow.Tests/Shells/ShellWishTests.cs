using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Shells;
using Xunit;

namespace Dxflow.Tests.Shells;

public sealed class ShellWishTests
{
    [Theory]
    [InlineData("work/web", null, 1, "work", null, "web", "work/web")]
    [InlineData("work/3/web", null, 2, "work", 3, "web", "work/3/web:2")]
    [InlineData("work", "broken/1", 1, "work", null, null, "work broken/1")]
    [InlineData("work/3", "broken", 1, "work", 3, null, "work/3 broken")]
    public void What_is_wished_for_is_a_service_or_a_task(
        string workflow, string? task, int index, string name, int? run, string? service, string text)
    {
        var wish = ShellWish.Of(new CreateShell("x", Workflow: workflow, Index: index, Task: task))!;
        Assert.Equal(new TaskWish(name, run, service, index, task), wish);
        Assert.Equal(text, ShellWish.Text(wish));
    }

    [Fact]
    public void Without_a_workflow_it_is_on_the_machine() => Assert.Null(ShellWish.Of(new CreateShell("x")));

    [Theory]
    [InlineData("work", null, 1)]
    [InlineData("work/3", null, 1)]
    [InlineData("work/web", "broken", 1)]
    [InlineData("work/3/web/more", null, 1)]
    [InlineData("/web", null, 1)]
    [InlineData("work/", null, 1)]
    [InlineData("", "broken", 1)]
    [InlineData("work/web", null, 0)]
    [InlineData("work", "broken", 2)]
    [InlineData(null, "broken", 1)]
    [InlineData(null, null, 2)]
    public void Anything_else_is_refused(string? workflow, string? task, int index) => Assert.Equal(
        FaultKind.Invalid,
        Assert.Throws<Fault>(() => ShellWish.Of(new CreateShell("x", Workflow: workflow, Index: index, Task: task))).Info.Code);
}
