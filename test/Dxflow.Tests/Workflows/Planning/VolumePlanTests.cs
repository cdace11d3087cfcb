using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Runs.Volumes;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>Volumes that steps and services list: where their tasks see them, what is counted of them, and what cannot be.</summary>
public sealed class VolumePlanTests
{
    private const string Document = """
        name: p
        services:
          fill:
            image: img
            command: [fill, "{{ volumes.data }}/x", "{{ volumes['odd.name'] }}"]
            volumes: ["data:/d", "odd.name:/odd:ro", "scratch:/s"]
            x-step:
          keep: { image: img, command: [sh, -c, "keep $$DXFLOW_VOLUME_DATA"], volumes: ["data:/d"] }
        volumes: { data: , odd.name: , scratch: { x-scope: run } }
        """;

    private static PlanBench Bench(string runtime) => new()
    {
        Options = PlanBench.Cluster with { Runtime = runtime, Runtimes = ["process", "docker", "podman", "slurm", "far"] },
    };

    private static EvaluatedTask Task(RunPlan plan, int node, bool neutral = false)
    {
        var view = new RunView(
            "00ff", 7, plan.Workflow, new Dictionary<string, Dxflow.Workflows.Flow.Values.FlowValue>(), _ => new NodeView("waiting"),
            Neutral: neutral);
        return new StepEvaluation(plan).Task(view, node, new SliceView(0), TaskPlaces.Nowhere);
    }

    [Fact]
    public void In_a_container_a_volume_is_at_its_target()
    {
        var plan = Bench("docker").Plan(Document);

        var fill = Task(plan, 0);

        Assert.Equal(["fill", "/d/x", "/odd"], fill.Command);
        Assert.Equal("/d", fill.Environment["DXFLOW_VOLUME_DATA"]);
        Assert.Equal("/odd", fill.Environment["DXFLOW_VOLUME_ODD_NAME"]);
        Assert.Equal("/d", Task(plan, 1).Environment["DXFLOW_VOLUME_DATA"]);
        Assert.Equal("can write to the volume at /d", Uncacheable.Why(plan.Nodes[0]));
    }

    [Fact]
    public void Elsewhere_it_is_a_directory_of_the_workflows_or_of_the_run()
    {
        using var home = new TemporaryDirectory();
        var files = new RunFiles(home.File("runs/r1"));

        var plan = new VolumeShelf(home.File("volumes")).Place(Bench("process").Plan(Document), files, _ => null);

        var fill = Task(plan, 0);
        Assert.Equal(["fill", home.File("volumes/p/data/x"), home.File("volumes/p/odd.name")], fill.Command);
        Assert.Equal(home.File("runs/r1/tasks/volumes/scratch"), fill.Environment["DXFLOW_VOLUME_SCRATCH"]);
        Assert.Equal(home.File("volumes/p/data"), Task(plan, 1).Environment["DXFLOW_VOLUME_DATA"]);
        Assert.Equal("can write to the volume data", Uncacheable.Why(plan.Nodes[0]));
        Assert.Equal(["fill", "volumes.data/x", """volumes.odd.name"""], Task(plan, 0, neutral: true).Command);
    }

    [Fact]
    public void A_volume_that_cannot_be_written_to_keeps_nobody_from_taking_results_over()
    {
        var plan = Bench("docker").Plan(
            "services: { a: { image: i, command: [a], volumes: ['d:/d:ro'], x-step: } }\nvolumes: { d: }");
        Assert.Null(Uncacheable.Why(plan.Nodes[0]));
    }

    [Fact]
    public void What_a_process_cannot_have_of_a_volume_is_said_with_what_to_do() => Assert.Equal(
        """
        4:20 `a` writes /data in plain text, and on runtime process the volume `data` is not there: it is a directory of the engine's
        5:28 `a` writes /data in plain text, and on runtime process the volume `data` is not there: it is a directory of the engine's
        6:15 the volume `ext` cannot be honoured on runtime process: it is external, and belongs to a container engine
        6:15 warning: nothing in `a` names the volume `ext`, which is not at /ext on runtime process
        6:25 the volume `nfs` cannot be honoured on runtime process: its driver_opts are for a container engine
        6:25 warning: the volume `nfs` is not read-only on runtime process
        6:25 warning: nothing in `a` names the volume `nfs`, which is not at /nfs on runtime process
        7:7 the subpath in of the volume `part` cannot be honoured on runtime process: the task sees all of it
        8:31 `a` writes /data in plain text, and on runtime process the volume `data` is not there: it is a directory of the engine's
        11:24 the volume at /anonymous cannot be honoured on runtime process: the task sees the host's own files
        12:59 warning: `name` of the volume `data` has no effect on runtime process: the directory is this workflow's alone
        """,
        Bench("process").Problems("""
        name: p
        services:
          a:
            command: [cat, /data/x, /data.old, /srv/data, "$$PART/data", "{{ volumes.part }}"]
            environment: { SEARCH: "/usr:/data" }
            volumes: [ext:/ext, nfs:/nfs:ro, data:/data,
              { type: volume, source: part, target: /p, volume: { subpath: in } }]
            x-step: { key: "k", when: "{{ '/data' != '' }}" }
          b:
            command: [b, "$$DXFLOW_VOLUME_DATA"]
            volumes: [data:/b, /anonymous]
        volumes: { ext: { external: true }, part: , data: { name: mine }, nfs: { driver_opts: { type: nfs, device: ":/x" } } }
        """));

    [Fact]
    public void A_volume_lies_in_one_place_and_both_are_named_where_there_are_two() => Assert.Equal(
        """
        3:3 warning: steps on slurm do not reach `a`: it publishes no port to other machines
        4:51 the volume `v` lies in one place: `b` uses it on slurm, and `a` (f.yaml:3) on docker
        5:70 the volume `v` lies in one place: `c` uses it on process, and `a` (f.yaml:3) on docker
        """,
        Bench("docker").Problems("""
        name: p
        services:
          a: { image: i, command: [a], volumes: ["v:/v"] }
          b: { command: [b, "{{ volumes.v }}"], volumes: ["v:/v"], x-step: { runtime: slurm } }
          c: { command: [c, "{{ volumes.v }}", "{{ volumes.w }}"], volumes: ["v:/v", "w:/w"], x-step: { runtime: process } }
          d: { image: i, command: [d], volumes: ["v:/elsewhere:ro"], x-step: }
        volumes: { v: , w: }
        """));

    [Fact]
    public void What_is_read_from_a_volume_is_known_before_the_start_and_where_it_lies()
    {
        var plan = Bench("docker").Plan("""
            name: p
            x-workflow: { inputs: { conf: { type: file, default: "volume:ext/a/b.txt" } } }
            services:
              a:
                image: i
                command: [a]
                volumes: ["v:/v"]
                x-step: { inputs: { all: { type: dir, from: "volume:v/" }, one: "volume:v/x" } }
            volumes: { v: , ext: { external: true, name: theirs } }
            """);

        Assert.Equal(
            [("ext", "docker", "theirs"), ("v", "docker", "p_v")],
            plan.SourceVolumes!.Select(static volume => (volume.Name, volume.Runtime, volume.Engine!.Name)));
        Assert.Equal(["p_v"], plan.Project!.Volumes.Select(static volume => volume.Name));
    }

    [Fact]
    public void A_source_names_a_volume_that_has_something_when_the_run_begins() => Assert.Equal(
        """
        5:17 no volume is called `dat`; did you mean 'data'?
        6:17 the volume `own` is a run's own (`x-scope: run`), and empty when the run begins
        7:40 `volume:data/../x` names nothing in a volume: the path would leave the directory by '..'
        8:40 `volume:/x` names nothing in a volume: it names no volume
        9:17 the volume `ext` cannot be honoured on runtime process: it is external, and belongs to a container engine
        """,
        Bench("process").Problems("""
        services:
          a:
            command: [a]
            x-step:
              inputs: { a: "volume:dat/x",
                        b: "volume:own/x",
                        c: { type: file, from: "volume:data/../x" },
                        d: { type: file, from: "volume:/x" },
                        e: "volume:ext/x" }
        volumes: { data: , own: { x-scope: run }, ext: { external: true } }
        """));

    [Fact]
    public void Documents_that_are_called_have_the_volumes_of_the_run()
    {
        var bench = Bench("docker");
        bench.Document.Files["sub.yaml"] = """
            services: { w: { image: i, command: [w], volumes: ["v:/in", "more:/m"], x-step: } }
            volumes: { v: { x-scope: run }, more: }
            """;
        var plan = bench.Plan("""
            name: p
            services:
              a: { x-step: { workflow: ./sub.yaml } }
              b: { x-step: { workflow: part } }
            volumes: { v: { x-scope: run } }
            x-workflows:
              part: { services: { w: { image: i, command: [w], volumes: ["v:/v"], x-step: } } }
            """);

        var run = RunProject.OfRun(plan, 3);

        Assert.Equal(["p-r3_v", "p_more"], run.Project!.Volumes.Select(static volume => volume.Name));
        Assert.Equal(
            ["/in=p-r3_v", "/m=p_more", "/v=p-r3_v"],
            run.Nodes.SelectMany(static node => node.Container?.Mounts ?? []).Select(static mount => $"{mount.Target}={mount.Source}"));

        var other = Bench("docker");
        other.Document.Files["sub.yaml"] = bench.Document.Files["sub.yaml"];
        Assert.Equal(
            "2:12 the volume `v` is declared otherwise in f.yaml:3",
            other.Problems("services:\n  a: { x-step: { workflow: ./sub.yaml } }\nvolumes: { v: }"));
    }

    [Fact]
    public void An_up_run_that_takes_over_has_the_volumes_of_the_one_before()
    {
        var plan = Bench("docker").Plan(
            "name: p\nservices: { a: { image: i, command: [a], volumes: ['own:/o', 'all:/a'] } }\n"
            + "volumes: { own: { x-scope: run }, all: }");

        var first = RunProject.OfRun(plan, 4);
        var next = RunProject.OfRun(plan, 5, first);

        Assert.Equal(["p-r4_own", "p_all"], first.Project!.Volumes.Select(static volume => volume.Name));
        Assert.Equal(["p-r4_own", "p_all"], next.Nodes[0].Container!.Mounts!.Select(static mount => mount.Source));
        Assert.Equal(["p-r6_own", "p_all"], RunProject.OfRun(plan, 6).Nodes[0].Container!.Mounts!.Select(static mount => mount.Source));
        Assert.Equal("p", first.Project.Name);
    }

    [Fact]
    public void Ports_of_a_process_that_are_published_as_others_are_the_engines_to_listen_on()
    {
        var plan = Bench("process").Plan("""
            services: { a: { command: [a], ports: ["8080:80", "90:90", "100", "53:54/udp"] } }
            """);
        Assert.Equal(
            [(8080, 80)],
            Dxflow.Workflows.Carrying.PublishedPorts.Of(plan.Nodes[0]).Select(static port => (port.Published!.Value, port.Target)));
        Assert.Equal(
            """
            1:40 warning: port 53 of `a` is not published on runtime process: the program is found on 54, where it listens itself
            1:53 `a` listens on 80 itself on runtime process, so that it cannot stand for 81
            """,
            Bench("process").Problems("services: { a: { command: [a], ports: [\"53:54/udp\", \"80:81\", \"82:80\"] } }"));
    }
}
