using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Running;

/// <summary>Plans in a line: what a test does not say is the plainest there is (one cpu, no retry, no limits, no outputs).</summary>
internal static class Plans
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Template Text = Template.Literal("x");

    public static readonly BackoffPlan Pause = new(TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(5));

    public static RunPlan Job(params NodePlan[] nodes) => Of(RunKind.Job, nodes);

    public static RunPlan Up(params NodePlan[] nodes) => Of(RunKind.Up, nodes);

    public static NodePlan Step(string name, params DependencyPlan[] after) => new(
        name,
        NodeKind.Step,
        "process",
        Image: null,
        Command: [Text],
        Script: null,
        Environment: new Dictionary<string, Template>(),
        WorkingDirectory: null,
        After: after,
        Resources: new ResourcePlan(1, 0),
        Stop: new StopPlan("SIGTERM", TimeSpan.FromSeconds(10)),
        Step: new StepPlan(
            Inputs: [],
            Outputs: [],
            RunIf.AllOk,
            When: null,
            Key: Text,
            new RetryPlan(0, [RetryClass.Transient, RetryClass.Timeout, RetryClass.Lost], Pause),
            new ExitPlan([0], [75], [70]),
            new TimeoutPlan(null, null),
            OnFail.Fail));

    public static NodePlan Service(string name, params DependencyPlan[] after) =>
        Step(name, after) with { Kind = NodeKind.Service, Step = null, Resources = new ResourcePlan(0, 0) };

    public static NodePlan OneShot(string name, params DependencyPlan[] after) =>
        Step(name, after) with { Kind = NodeKind.OneShot, Step = null };

    public static DependencyPlan After(int node, DependencyCondition condition = DependencyCondition.Final, bool required = true) =>
        new(node, condition, required);

    public static NodePlan If(this NodePlan node, RunIf runIf) => node with { Step = node.Step! with { RunIf = runIf } };

    public static NodePlan Continues(this NodePlan node) => node with { Step = node.Step! with { OnFail = OnFail.Continue } };

    public static NodePlan When(this NodePlan node) => node with { Step = node.Step! with { When = Text } };

    public static NodePlan Each(this NodePlan node, RequirePlan? require = null, int? parallel = null, bool shuffle = false) => node with
    {
        Step = node.Step! with
        {
            Fan = new FanPlan([new EachPlan("x", "int", Text, default)]),
            Require = require,
            Parallel = parallel,
            Shuffle = shuffle,
        },
    };

    public static NodePlan Calls(this NodePlan node, int body, RepeatPlan? repeat = null, bool inline = false) => node with
    {
        Step = node.Step! with { Call = new CallPlan(body, [], inline), Repeat = repeat },
    };

    public static NodePlan Retries(this NodePlan node, int limit, params RetryClass[] classes) => node with
    {
        Step = node.Step! with { Retry = new RetryPlan(limit, classes.Length == 0 ? node.Step.Retry.For : classes, Pause) },
    };

    public static NodePlan Grows(this NodePlan node, double memory, double run, long memoryBytesMax = long.MaxValue) => node with
    {
        Step = node.Step! with { Retry = node.Step.Retry with { Grow = new GrowPlan(memory, run, memoryBytesMax) } },
    };

    public static NodePlan Limits(this NodePlan node, int? queueSeconds = null, int? runSeconds = null) => node with
    {
        Step = node.Step! with { Timeout = new TimeoutPlan(Seconds(queueSeconds), Seconds(runSeconds)) },
    };

    public static NodePlan Leaves(this NodePlan node, Collect collect = Collect.Success) => node with
    {
        Step = node.Step! with { Outputs = [new OutputPlan("out", "string", File: Template.Literal("outputs/out"), Collect: collect)] },
    };

    public static NodePlan Restarts(this NodePlan node, RestartCondition condition, int? limit = null) =>
        node with { Restart = new RestartPlan(condition, limit, TimeSpan.FromSeconds(1)) };

    public static NodePlan Checked(this NodePlan node) => node with
    {
        Health = new HealthPlan(
            ["true"], Interval: Second * 5, Timeout: Second, Retries: 3, StartPeriod: Second * 30, StartInterval: Second),
    };

    public static NodePlan Contained(this NodePlan node) => node with { Container = new ContainerSpec(new ContainerImage("image:1")) };

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    private static RunPlan Of(RunKind kind, IReadOnlyList<NodePlan> nodes) => new(1, "w", kind, "process", "/", nodes, [], []);
}
