using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Preflight;
using Xunit;

namespace Dxflow.Tests.Workflows.Preflight;

public sealed class ImageChecksTests
{
    private static readonly string Digest = $"pinned@sha256:{new string('a', 64)}";

    private readonly PlanBench _bench = new()
    {
        Options = new PlanOptions(
            new MachineCapacity(8, 1 << 30), Runtime: "docker", Runtimes: ["process", "docker"],
            Engines: [new ContainerEngine("docker", "unix:///d", true)]),
    };

    [Fact]
    public async Task Steps_are_told_what_their_images_bring_and_what_is_not_pinned()
    {
        var plan = _bench.Plan($$"""
            services:
              bare: { image: entry, command: [x], x-step: {} }
              cleared: { image: entry, entrypoint: [], command: [x], x-step: {} }
              service: { image: entry }
              fetched: { image: away, command: [x], x-step: {} }
              pinned: { image: "{{Digest}}", command: [x], x-step: {} }
              built: { build: ., command: [x], x-step: {} }
              other: { image: away-too }
            """);

        Assert.Equal(
            [
                "warning `bare`: image entry has an ENTRYPOINT, [/run, -x], before which no program of the step's own comes",
                "warning `fetched`: image away is fetched at the start, and not pinned: its name may mean another by then",
            ],
            await Of(plan, static name => name == "entry"
                ? new ImageAnswer(Config: new ContainerConfig(Entrypoint: ["/run", "-x"]))
                : null));
    }

    [Fact]
    public async Task An_image_that_may_not_be_fetched_is_an_error_and_others_are_looked_at()
    {
        var plan = _bench.Plan("services: { a: { image: gone, pull_policy: never }, b: { image: away, command: [x], x-step: {} } }");

        var problems = await Of(plan, static name => name == "gone" ? throw Fault.Missing("image gone is not here") : null);

        Assert.Equal(2, problems.Count);
        Assert.Equal("error `a`: image gone is not here, and its pull policy is never", problems[0]);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_told_of_once()
    {
        var plan = _bench.Plan("services: { a: { image: x }, b: { image: y } }");

        Assert.Equal(["error runtime `docker`: nobody there"], await Of(plan, static _ => throw Fault.Unavailable("nobody there")));
    }

    private static async Task<List<string>> Of(RunPlan plan, Func<string, ImageAnswer?> look) =>
    [
        .. (await ImageChecks.OfAsync(plan, (node, _) => Task.FromResult(look(node.Container!.Image.Reference)), CancellationToken.None))
            .Select(problem => $"{(problem.Warning ? "warning" : "error")} {problem.Message}"),
    ];
}
