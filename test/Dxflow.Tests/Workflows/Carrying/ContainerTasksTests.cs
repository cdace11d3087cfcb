using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Starting;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Registry;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

public sealed class ContainerTasksTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_service_of_an_instance_has_a_container_of_its_own_that_goes_with_its_attempt()
    {
        var plan = new PlanBench
        {
            Options = new PlanOptions(
                new MachineCapacity(8, 1 << 30), Runtimes: ["docker"], Engines: [new ContainerEngine("docker", "unix:///d", true)]),
        }.Plan("""
            name: film
            services:
              db: { image: x }
              call: { x-step: { workflow: part } }
            x-workflows: { part: { services: { db: { image: x }, use: { image: x, command: [u], x-step: } } } }
            """);
        var (own, first, second) = (Of(0, 0, 0), Of(2, 2, 1), Of(2, 4, 2));
        Assert.Equal(["film-db-1", "film-db-01234567-2-0-1", "film-db-01234567-4-0-1"], [own.Name, first.Name, second.Name]);
        Assert.Equal([true, false, false], [own.Kept, first.Kept, second.Kept]);
        Assert.Equal(["film_default: db", "film_default: db-1", "film_default: db-2"], [Names(own), Names(first), Names(second)]);
        Assert.Equal("film_default: ", Names(Of(3, 3, 1)));
        Assert.False(first.Spec.Init);

        ContainerTask Of(int node, int step, int frame) => ContainerTasks.Of(
            plan, plan.Nodes[node], new AttemptId("0123456789abcdef", step, 0, 1),
            new EvaluatedTask("k", new Dictionary<string, FlowValue>(), [], [], new Dictionary<string, string>(), "", "", null,
                new Dictionary<string, string>(), frame),
            TaskPlaces.Nowhere, isAgain: false)!;

        static string Names(ContainerTask task) => string.Join(' ', task.Spec.Networking!.Networks!.Select(
            network => $"{network.Network}: {string.Join(',', NetworkModes.Settings(task, network, Dialect.Docker).Aliases ?? [])}"));
    }

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
