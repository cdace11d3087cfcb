using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Hooks;

public sealed class HookEndTests
{
    private static readonly ContainerHook Hook = new(["sh", "-c", "echo no luck\nexit 3"]);

    [Fact]
    public void A_failure_names_the_hook_its_exit_and_its_last_lines()
    {
        var end = new HookEnd(3, "no\nluck");
        Assert.True(end.HasFailed);
        Assert.Equal(
            "post_start hook 2 ended with exit code 3: sh -c echo no luck exit 3; it wrote: no | luck", end.Explain("post_start", 2, Hook));
        Assert.Equal("post_start hook 2 ended with exit code 3", end.Brief("post_start", 2));
    }

    [Fact]
    public void A_long_command_is_shown_as_its_beginning()
    {
        var text = new HookEnd(1).Explain("pre_stop", 1, new ContainerHook([new string('x', 500)]));
        Assert.InRange(text.Length, 80, 160);
    }

    [Fact]
    public void What_could_not_be_run_has_failed_and_what_nobody_saw_has_not()
    {
        Assert.True(new HookEnd(null, Refusal: "no such user").HasFailed);
        Assert.Contains("no such user", new HookEnd(null, Refusal: "no such user").Brief("pre_stop", 1), StringComparison.Ordinal);
        Assert.Equal((false, true), (new HookEnd(null).HasFailed, new HookEnd(null).IsUnseen));
        Assert.Equal((false, false), (new HookEnd(0).HasFailed, new HookEnd(0).IsUnseen));
    }

    [Fact]
    public void Hooks_are_over_one_after_another_and_each_was_made_before_it_ran()
    {
        Assert.Null(HookProgress.Of(null));
        Assert.Null(HookProgress.Of([]));
        var progress = HookProgress.Of([Hook, Hook])!;
        Assert.Equal((false, 1, null), (progress.IsOver, progress.With("e").Past().Over, progress.With("e").Past().Exec));
        Assert.True(progress.Past().Past().IsOver);
    }
}
