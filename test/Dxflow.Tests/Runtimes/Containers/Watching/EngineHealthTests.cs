using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Watching;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Watching;

public sealed class EngineHealthTests
{
    [Fact]
    public void A_check_is_one_that_is_run()
    {
        Assert.True(EngineHealth.IsChecked(With(["CMD-SHELL", "true"])));
        Assert.False(EngineHealth.IsChecked(With(["NONE"])));
        Assert.False(EngineHealth.IsChecked(With([])));
        Assert.False(EngineHealth.IsChecked(new ContainerAnswer()));
        Assert.False(EngineHealth.IsChecked(null));
        Assert.False(EngineHealth.IsChecked(State("")));
        Assert.False(EngineHealth.IsChecked(State("none")));
        Assert.True(EngineHealth.IsChecked(State("starting")));
    }

    [Fact]
    public void What_is_ill_says_what_its_check_said_last_and_not_more_than_fits()
    {
        Assert.Null(EngineHealth.Of(null));
        Assert.Null(EngineHealth.Of(new HealthAnswer("starting")));
        Assert.Equal(new TaskHealth(true), EngineHealth.Of(new HealthAnswer("healthy", Log: [new(1, "before")])));
        Assert.Equal(new TaskHealth(false), EngineHealth.Of(new HealthAnswer("unhealthy")));
        Assert.Equal(
            new TaskHealth(false, "exit code 7: refused"),
            EngineHealth.Of(new HealthAnswer("unhealthy", 3, [new(0, "well"), new(7, "refused\n")])));
        Assert.Equal("exit code 7", EngineHealth.Of(new HealthAnswer("unhealthy", 3, [new(7)]))!.Said);
        var much = EngineHealth.Of(new HealthAnswer("unhealthy", 3, [new(7, new string('x', 9000))]))!;
        Assert.Equal(4096 + "exit code 7: ".Length, much.Said!.Length);
    }

    private static ContainerAnswer With(IReadOnlyList<string> test) =>
        new(Config: new ContainerConfig(Healthcheck: new HealthcheckAnswer(test)));

    private static ContainerAnswer State(string health) => new(State: new ContainerState(Health: new HealthAnswer(health)));
}
