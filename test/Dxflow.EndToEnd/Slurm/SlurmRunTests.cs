using System.Text.Json;
using Dxflow.EndToEnd.Flows;
using Dxflow.EndToEnd.Support;
using Dxflow.EndToEnd.Workflows;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Whole runs on a real Slurm, whose directory the engine's home is not in.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmRunTests(SlurmCluster cluster) : IAsyncLifetime
{
    private readonly Home home = new();

    private string Shared => Directory.CreateDirectory(Path.Join(cluster.Shared, Path.GetFileName(home.Path))).FullName;

    public async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        home.Write("default_targets.yaml", $$"""
            slurm: { work: {{Shared}}, commands: {{cluster.Commands}}, poll: 1s, submissions: 600, host: localhost }
            quick: { kind: slurm, work: {{Shared}}, commands: {{cluster.Commands}}, partition: main, options: [--nice=1], poll: 1s }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await home.DisposeAsync();
        var jobs = Path.Join(Shared, "dxflow", "jobs");
        Assert.Empty(Directory.Exists(jobs) ? Directory.GetDirectories(jobs) : []);
    }

    [Fact]
    public async Task An_example_gives_the_same_on_a_cluster_and_leaves_nothing_there()
    {
        var run = (await home.Run("run", "examples/hello/compose.yaml", "--runtime", "slurm", "-p", "name=Ada", "-o", "json")).Expect(0);
        Assert.Equal("Hello, Ada! Your name has 3 letters.", run.Json.GetProperty("values").GetProperty("greeting").GetString());
        var work = Assert.Single(Directory.GetDirectories(Path.Join(Shared, "runs")));
        Assert.NotEmpty(Directory.GetFiles(work, "stdout", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(work, "launch", SearchOption.AllDirectories));
        (await home.Run("workflow", "logs", "hello", "greet")).Expect(0).Says("greeting Ada");

        (await home.Run("workflow", "remove", "hello", "--yes")).Expect(0);
        Assert.Empty(Directory.GetDirectories(Path.Join(Shared, "runs")));
    }

    [Fact]
    public async Task A_step_may_ask_for_more_than_the_engines_machine_has()
    {
        var cpus = Environment.ProcessorCount + 2;
        var file = home.Write("wide.yaml", $$"""
            name: wide
            services:
              wide:
                deploy: { resources: { reservations: { cpus: "{{cpus}}" } } }
                x-step: { script: "true" }
            """);
        (await home.Run("run", file)).Expect(2).Complains("cpus");
        (await home.Run("run", file, "--runtime", "slurm")).Expect(0);
    }

    [Fact]
    public async Task Flows_give_the_same_on_a_cluster()
    {
        await using var engine = await home.Boot();
        await FlowGallery.GiveEverywhere(home, "slurm", FlowGallery.Document);

        // Where the nodes look, and the run's own is gone with it.
        var volume = Assert.Single(Directory.GetDirectories(Path.Join(Shared, "volumes")));
        Assert.Equal("one more\n", await File.ReadAllTextAsync(Path.Join(volume, "lines")));
        Assert.Empty(Directory.GetDirectories(Path.Join(Shared, "runs"), "scratch", SearchOption.AllDirectories));
        (await home.Run("workflow", "remove", "volumes", "--volumes", "--yes")).Expect(0);
        Assert.False(Directory.Exists(volume));
    }

    [Fact]
    public async Task A_campaign_a_program_that_is_sent_and_a_service_with_an_image_do_the_same_on_a_cluster()
    {
        var (web, port) = ExampleTests.WebElsewhere(home);
        home.Write("default_targets.yaml", $$"""
            slurm:
              { work: {{Shared}}, commands: {{cluster.Commands}}, poll: 1s, submissions: 600, host: localhost, services: process }
            """);
        home.Variables["PATH"] = $"{LargerExamples.Dotnet}:{Environment.GetEnvironmentVariable("PATH")}";
        await using var engine = await home.Boot();
        var site = home.Run("run", web, "--runtime", "slurm");
        await LargerExamples.GiveTheSame(home, "slurm");
        (await site).Expect(0);
        (await home.Run("workflow", "logs", "web", "fetch")).Expect(0).Says($"http://localhost:{port}/ 200");
    }

    [Fact]
    public async Task A_retry_takes_over_what_a_cluster_has_done_and_all_of_it_can_be_removed()
    {
        var (good, done) = (Path.Join(Shared, "good"), Path.Join(Shared, "done"));
        var file = home.Write("again.yaml", $$$"""
            name: again
            x-workflow: { defaults: { runtime: slurm }, outputs: { values: "{{ steps.each.outputs.value }}" } }
            services:
              each:
                x-step:
                  each: { n: "{{ range(3) }}" }
                  outputs: { value: { type: int, file: outputs/value } }
                  script: |
                    test "$DXFLOW_INPUT_N" != 1 || test -e {{{good}}}
                    echo "$DXFLOW_INPUT_N" >>{{{done}}}
                    echo "$DXFLOW_INPUT_N" >outputs/value
            """);
        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(1);
        await File.WriteAllTextAsync(good, "");
        (await home.Run("workflow", "retry", "again/1")).Expect(0);
        (await home.Run("workflow", "wait", "again/2")).Expect(0);
        Assert.Equal(
            [0, 1, 2],
            (await home.Run("workflow", "outputs", "again/2", "-o", "json")).Expect(0).Json.GetProperty("values").GetProperty("values")
                .EnumerateArray().Select(static each => each.GetInt32()));
        Assert.Equal(["0", "1", "2"], (await File.ReadAllLinesAsync(done)).Order());
        Assert.Equal(2, Directory.GetDirectories(Path.Join(Shared, "runs")).Length);
        (await home.Run("workflow", "remove", "again", "--yes")).Expect(0);
        Assert.Empty(Directory.GetDirectories(Path.Join(Shared, "runs")));
    }

    [Fact]
    public async Task What_an_engine_has_by_name_is_booked_for_steps_on_a_cluster_too()
    {
        (await home.Run("config", "set", "machine-resources", "license=1")).Expect(0);
        var file = home.Write("licensed.yaml", $$"""
            name: licensed
            services:
              each:
                x-step:
                  each: { n: [1, 2] }
                  resources: { license: 1 }
                  script: mkdir {{Shared}}/held; sleep 0.7; rmdir {{Shared}}/held
            """);
        (await home.Run("run", file, "--runtime", "slurm")).Expect(0);
    }

    [Fact]
    public async Task A_pipeline_of_real_tools_gives_the_same_on_a_cluster()
    {
        var there = (await home.Run("run", "examples/align/compose.yaml", "--runtime", "slurm", "-o", "json")).Expect(0);
        var here = (await home.Run("run", "examples/align/compose.yaml", "-o", "json")).Expect(0);
        Assert.NotEmpty(Numbers(here));
        Assert.Equal(Numbers(here), Numbers(there));

        // The files themselves name the directories in which they were made.
        static IEnumerable<string> Numbers(Outcome run) => run.Json.GetProperty("values").EnumerateObject()
            .Where(static each => each.Value.ValueKind != JsonValueKind.Object).Select(static each => each.ToString());
    }

    [Fact]
    public async Task A_step_may_name_a_target_of_its_own_and_sees_its_job()
    {
        var file = home.Write("mixed.yaml", """
            name: mixed
            x-workflow: { outputs: { there: "{{ steps.there.outputs.job }}", here: "{{ steps.here.outputs.job }}" } }
            services:
              there:
                x-step:
                  runtime: quick
                  outputs: { job: { type: string, file: outputs/job } }
                  script: printf '%s %s %s' "$SLURM_JOB_NAME" "$SLURM_JOB_PARTITION" "$SLURM_CPUS_PER_TASK" >outputs/job
                deploy: { resources: { limits: { cpus: "2", memory: 100M } } }
              here:
                x-step:
                  runtime: process
                  outputs: { job: { type: string, file: outputs/job } }
                  script: printf '%s' "${SLURM_JOB_ID:-none}" >outputs/job
            """);
        var run = (await home.Run("run", file, "-o", "json")).Expect(0);
        Assert.Equal("there main 2", run.Json.GetProperty("values").GetProperty("there").GetString());
        Assert.Equal("none", run.Json.GetProperty("values").GetProperty("here").GetString());
    }

    [Fact]
    public async Task Slices_of_a_step_are_one_array_and_each_keeps_what_is_its_own()
    {
        var file = home.Write("fan.yaml", """
            name: fan
            x-workflow: { outputs: { squares: "{{ steps.square.outputs.n }}" } }
            services:
              square:
                x-step:
                  each: { n: "{{ range(20) }}" }
                  outputs: { n: { type: int, file: outputs/n } }
                  script: |
                    echo "slice $DXFLOW_INPUT_N"
                    echo $((DXFLOW_INPUT_N * DXFLOW_INPUT_N)) >outputs/n
            """);
        var before = cluster.Called("sbatch");
        var run = (await home.Run("run", file, "--runtime", "slurm", "-o", "json")).Expect(0);
        Assert.Equal(Enumerable.Range(0, 20).Select(static n => n * n),
            run.Json.GetProperty("values").GetProperty("squares").EnumerateArray().Select(static each => each.GetInt32()));
        Assert.InRange(cluster.Called("sbatch") - before, 1, 3);
        (await home.Run("workflow", "logs", "fan", "square/7")).Expect(0).Says("slice 7");
    }

    [Fact]
    public async Task What_waits_in_the_queue_says_what_for_and_a_stop_takes_it_out()
    {
        var file = home.Write("wait.yaml", "name: wait\nservices: { job: { x-step: , command: ['true'] } }\n");
        await using var engine = await home.Boot();
        await cluster.SayAsync("scontrol", "update", "partitionname=main", "state=down");
        try
        {
            (await home.Run("run", file, "--runtime", "slurm", "--detach")).Expect(0);
            await Home.Until(
                async () => (await home.Run("workflow", "steps", "wait")).Output is { } steps
                    && steps.Contains("queued", StringComparison.Ordinal) && steps.Contains("PartitionDown", StringComparison.Ordinal),
                "the step to be queued for its partition", async () => (await home.Run("workflow", "steps", "wait")).Output);
            (await home.Run("workflow", "why", "wait")).Expect(0).Says("PartitionDown");
            (await home.Run("workflow", "stop", "wait")).Expect(0);
            Assert.DoesNotContain("PENDING", await cluster.SayAsync("squeue", "--noheader", "--format=%T"), StringComparison.Ordinal);
        }
        finally
        {
            await cluster.SayAsync("scontrol", "update", "partitionname=main", "state=up");
        }
    }

    [Fact]
    public async Task What_is_no_step_runs_beside_the_engine_and_nodes_find_it_there()
    {
        var port = SlurmCluster.FreePorts(1)[0];
        var file = home.Write("beside.yaml", $$$"""
            name: beside
            x-workflow: { outputs: { said: "{{ steps.fetch.outputs.said }}" } }
            services:
              site:
                command: [sh, -c, 'exec python3 -m http.server --bind $$DXFLOW_SERVICE_SITE_HOST {{{port}}}']
                ports: ["{{{port}}}:{{{port}}}"]
                healthcheck: { test: 'curl -sf http://$$DXFLOW_SERVICE_SITE_HOST:{{{port}}}/', interval: 300ms, retries: 50 }
              once: { command: [sh, -c, 'printf "$${SLURM_JOB_ID:-beside}" >{{{Shared}}}/once'] }
              fetch:
                depends_on: { site: { condition: service_healthy }, once: { condition: service_completed_successfully } }
                x-step:
                  inputs: { host: "{{ services.site.host }}" }
                  outputs: { said: { type: string, file: outputs/said } }
                  script: |
                    curl -sf "http://$DXFLOW_SERVICE_SITE_HOST:$DXFLOW_SERVICE_SITE_PORT_{{{port}}}/" >/dev/null
                    printf '%s' "${SLURM_JOB_ID:+on a node} at $DXFLOW_INPUT_HOST" >outputs/said
            """);
        var run = (await home.Run("run", file, "--runtime", "slurm", "-o", "json")).Expect(0);
        Assert.Equal("on a node at localhost", run.Json.GetProperty("values").GetProperty("said").GetString());
        Assert.Equal("beside", await File.ReadAllTextAsync(Path.Join(Shared, "once")));
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        var up = home.Write("up.yaml", "name: up\nservices: { web: { image: x, command: [sleep, '9'] } }\n");
        var refused = await home.Run("run", up, "--runtime", "slurm");
        Assert.Equal(2, refused.Exit);
        refused.Complains("slurm does not say on which runtime what has an image does");

        // The engine that the command had may still be there, with the targets of before.
        await home.Run("boot", "down", "--quiet");
        home.Write("default_targets.yaml", "slurm: { partitoin: x }\n");
        var wrong = await home.Run("run", "examples/hello/compose.yaml", "--runtime", "slurm");
        Assert.NotEqual(0, wrong.Exit);
        wrong.Complains("did you mean 'partition'?");
    }
}
