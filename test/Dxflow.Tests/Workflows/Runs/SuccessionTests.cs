using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Runs.Images;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs;

public sealed class SuccessionTests
{
    private static readonly ProjectSpec Project = new("w", "/w", [], [new NetworkSpec("default", "w_default")], []);

    [Fact]
    public void What_has_not_changed_goes_on_wherever_it_stands_in_the_document()
    {
        var before = Plan(Container("db"), Container("web"));
        var after = Plan(Container("new"), Container("web"), Container("db") with { After = [Plans.After(0)] });

        Assert.Equal([1, 1], Succession.Going(before, after));
    }

    [Fact]
    public void What_has_changed_or_is_gone_does_not()
    {
        var before = Plan(Container("db"), Container("web"), Container("gone"));
        var after = Plan(Container("db", "img:2"), Container("web") with { Command = [Template.Literal("other")] });

        Assert.Equal([0, 0, 0], Succession.Going(before, after));
    }

    [Fact]
    public void Of_replicas_as_many_go_on_as_there_are_to_be()
    {
        Assert.Equal([2], Succession.Going(Plan(Container("web") with { Replicas = 5 }), Plan(Container("web") with { Replicas = 2 })));
        Assert.Equal([1], Succession.Going(Plan(Container("web")), Plan(Container("web") with { Replicas = 2 })));
    }

    [Fact]
    public void Who_restarts_with_another_does_so_through_a_chain()
    {
        var before = Plan(
            Container("db"),
            Container("api") with { After = [new DependencyPlan(0, DependencyCondition.Started, Restart: true)] },
            Container("web") with { After = [new DependencyPlan(1, DependencyCondition.Started, Restart: true)] },
            Container("other") with { After = [new DependencyPlan(0, DependencyCondition.Started)] });
        var after = before with { Nodes = [Container("db", "img:2"), .. before.Nodes.Skip(1)] };

        Assert.Equal([0, 0, 0, 1], Succession.Going(before, after));
    }

    [Fact]
    public void A_network_that_changed_takes_all_along()
    {
        var after = Plan(Container("db")) with
        {
            Project = Project with { Networks = [new NetworkSpec("default", "w_default", Internal: true)] },
        };

        Assert.Equal([0], Succession.Going(Plan(Container("db")), after));
    }

    [Fact]
    public void Who_starts_it_changes_nothing()
    {
        var after = Plan(Container("db")) with { Project = Project with { Reach = new HostReach(["/data"], []), Files = ["/other"] } };

        Assert.Equal([1], Succession.Going(Plan(Container("db")), after));
    }

    [Fact]
    public void What_was_adopted_goes_on_in_a_run_that_adopts_alone()
    {
        var adopted = Plan(Container("db")) with { Adopt = true };

        Assert.Equal([1], Succession.Going(adopted, adopted));
        Assert.Equal([0], Succession.Going(adopted, Plan(Container("db"))));
    }

    [Fact]
    public void Only_containers_of_an_up_run_can_be_taken_over()
    {
        Assert.True(Succession.IsPossible(Plan(Container("db"))));
        Assert.False(Succession.IsPossible(Plan(Container("db"), Plans.Service("process"))));
        Assert.False(Succession.IsPossible(Plan(Container("db")) with { Kind = RunKind.Job }));
    }

    [Fact]
    public void The_same_plan_is_unchanged()
    {
        Assert.True(Succession.IsUnchanged(Plan(Container("db")), Plan(Container("db"))));
        Assert.False(Succession.IsUnchanged(Plan(Container("db")), Plan(Container("db") with { Replicas = 2 })));
    }

    [Fact]
    public void How_an_image_comes_to_be_there_changes_nothing_and_another_image_makes_it_anew()
    {
        var before = Plan(Container("a"), Container("b"));
        var after = ImageChoices.Of(Plan(Container("a"), Container("b")), false, StartPull.Always);

        Assert.Equal(PullPolicy.Always, after.Nodes[0].Container!.Image.Pull);
        Assert.True(Succession.IsUnchanged(before, after));
        Assert.Equal([1, 1], Succession.Going(before, after));
        Assert.Equal([1, 0], Succession.Going(before, after, new HashSet<string> { "b" }));
        Assert.Equal([0, 1], Succession.Going(Plan(Container("a", "other"), Container("b")), after));
    }

    [Fact]
    public void What_a_start_says_of_images_comes_before_the_document()
    {
        var built = Container("a") with
        {
            Container = new ContainerSpec(new ContainerImage("i", PullPolicy.Refresh, null, new ImageBuild("/c"), TimeSpan.FromDays(1))),
        };
        var plan = Plan(built, Container("b"));

        Assert.Equal(
            [PullPolicy.Build, PullPolicy.Never],
            ImageChoices.Of(plan, build: true, StartPull.Never).Nodes.Select(node => node.Container!.Image.Pull));
        Assert.Equal(
            [PullPolicy.Refresh, PullPolicy.Missing], ImageChoices.Of(plan, false, null).Nodes.Select(node => node.Container!.Image.Pull));
        Assert.All(ImageChoices.Supplied(plan).Nodes, node => Assert.Equal(PullPolicy.Missing, node.Container!.Image.Pull));
    }

    [Fact]
    public void After_a_crash_in_a_handover_the_latest_run_is_the_one_that_goes_on()
    {
        var (one, two, job, other) = (Up("w", 1), Up("w", 2), Up("w", 3) with { Kind = RunKind.Job }, Up("x", 1));
        var (before, present) = Succession.Of([two, one, job, other]);

        Assert.Equal([(one, two)], before);
        Assert.Equal([two, job, other], present);
    }

    private static RunEntry Up(string workflow, int number) => new($"{workflow}{number}", workflow, number, 1, RunKind.Up, 0, null, null);

    private static RunPlan Plan(params NodePlan[] nodes) => Plans.Up(nodes) with { Project = Project };

    private static NodePlan Container(string name, string image = "img:1") =>
        Plans.Service(name) with { Container = new ContainerSpec(new ContainerImage(image)) };
}
