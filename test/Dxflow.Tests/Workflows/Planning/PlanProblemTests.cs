using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>What is wrong with a document, all at once, with its place and words.</summary>
public sealed class PlanProblemTests
{
    [Fact]
    public void Unknown_keys_are_refused_with_the_nearest_and_a_word_that_is_none_with_those_there_are()
    {
        Assert.Equal(
            """
            2:3 `inptus` is no key of `x-workflow` [Did you mean `inputs`?]
            7:14 `input` is no value of `cache`; did you mean 'inputs'? [Write inputs or off.]
            8:7 `timout` is no key of `x-step` [Did you mean `timeout`?]
            12:8 `volumes` is no key of the workflow `b` [Remove it, or begin it with x- to keep a note of your own.]
            """,
            new PlanBench().Fixes("""
            x-workflow:
              inptus: {}
            services:
              a:
                command: [a]
                x-step:
                  cache: input
                  timout: 3s
                  retry: { limit: 1 }
                  x-mine: 1
            x-workflows:
              b: { volumes: {} }
            """));
    }

    [Fact]
    public void A_secret_is_named_where_nothing_shows_it_and_by_a_step_that_is_given_it()
    {
        var bench = new PlanBench();
        bench.Document.Variables["SET"] = "1234";
        Assert.Equal(
        """
        2:23 `secrets` are given to steps, and this is none in {{ secrets.pin }}
        3:34 `secrets` cannot be honoured on runtime process: a file cannot be put in a place of its own; steps have it in DXFLOW_SECRETS
        5:22 secrets.pin stands in `environment` alone in {{ secrets.pin }}
        6:27 the step `use` is given no text of a secret `pen`; did you mean 'pin'? in {{ secrets.pen }}
        8:24 secrets.pin stands in `environment` alone in {{ secrets.pin }}
        9:35 warning: `mode` of a secret has no effect on runtime process: the file is $DXFLOW_SECRETS/NAME
        12:3 `bin` of `secrets` is the variable NOT_SET, which is not set
        13:3 `../up` is no name of a file, which `use` has the secret as
        """,
        bench.Problems("""
        x-workflow:
          outputs: { pin: "{{ secrets.pin }}" }
        services: { db: { command: [db], secrets: [pin] },
          use: {
            command: [u, "{{ secrets.pin }}"],
            environment: { A: "{{ secrets.pen }}", B: "x{{ secrets.pin }}" },
            x-step: {
              inputs: { p: "{{ secrets.pin }}" } },
            secrets: [pin, { source: bin, mode: 0400 }, ../up] } }
        secrets:
          pin: { environment: SET }
          bin: { environment: NOT_SET }
          ../up: { environment: SET }
        """));
    }

    [Fact]
    public void References_are_checked_before_anything_runs() => Assert.Equal(
        """
        9:16 no step is called `prep`; did you mean 'prepare'? in {{ steps.prep.outputs.out }}
        10:16 the step `prepare` has no output `otu`; did you mean 'out'? in {{ steps.prepare.outputs.otu }}
        11:16 the workflow has no input `m`; did you mean 'n'? in {{ workflow.inputs.m }}
        12:16 `inputs` are a step's own and cannot be named here in {{ inputs.a }}
        13:16 `db` is a service, which does not end by itself in {{ steps.db.status }}
        14:16 no service is called `bd`; did you mean 'db'? in {{ services.bd.host }}
        15:16 `prepare` runs to its end and is not reached over the network in {{ services.prepare.host }}
        16:16 the step `use` refers to itself in {{ steps.use.status }}
        17:16 run.state is known in the step `on_exit` alone in {{ run.state }}
        18:16 `use` lists no volume `data` in {{ volumes.data }}
        19:16 the step `use` has no `each` in {{ each.x }}
        """,
        new PlanBench().Problems("""
        x-workflow: { inputs: { n: 1 } }
        services:
          db: { command: [db] }
          prepare: { command: [p], x-step: { outputs: { out: { type: int, file: out } } } }
          use:
            command: [u]
            x-step:
              inputs:
                a: "{{ steps.prep.outputs.out }}"
                b: "{{ steps.prepare.outputs.otu }}"
                c: "{{ workflow.inputs.m }}"
                d: "{{ inputs.a }}"
                e: "{{ steps.db.status }}"
                f: "{{ services.bd.host }}"
                g: "{{ services.prepare.host }}"
                h: "{{ steps.use.status }}"
                i: "{{ run.state }}"
                j: "{{ volumes.data }}"
                k: "{{ each.x }}"
        """));

    [Fact]
    public void Null_is_refused_with_its_reason_where_a_value_is_wanted() => Assert.Equal(
        """
        8:19 this may be null, which has no text: the step `w` has `when`, so it may be skipped in {{ steps.w.outputs.v }}
        11:35 the input `a` may be null: the step `w` has `when`, so it may be skipped in {{ steps.w.outputs.v }}
        12:35 the input `b` may be null: the step `c` has `on_fail: continue`, so it may have failed in {{ steps.c.outputs.v }}
        13:35 the input `c` may be null: the output is an int? in {{ steps.o.outputs.v }}
        14:36 the input `d` may be null: the output is collected only when `o` fails in {{ steps.o.outputs.g }}
        20:89 the input `a` may be null: `late` does not have `run_if: all_ok`, so `p` may have failed in {{ steps.p.outputs.v }}
        """,
        new PlanBench().Problems("""
        services:
          w: { command: [w], x-step: { when: "{{ 1 > 0 }}",
              outputs: { v: { type: int, file: v }, d: { type: int, file: v, default: 3 } } } }
          c: { command: [c], x-step: { on_fail: continue, outputs: { v: { type: int, file: v } } } }
          o: { command: [o], x-step: { outputs: { v: { type: int?, file: v }, g: { type: file, path: g, collect: failure } } } }
          p: { command: [p], x-step: { outputs: { v: { type: int, file: v } } } }
          reader:
            command: ["{{ steps.w.outputs.v }}", "{{ steps.w.outputs.d }}"]
            x-step:
              inputs:
                a: { type: int, from: "{{ steps.w.outputs.v }}" }
                b: { type: int, from: "{{ steps.c.outputs.v }}" }
                c: { type: int, from: "{{ steps.o.outputs.v }}" }
                d: { type: file, from: "{{ steps.o.outputs.g }}" }
                e: { type: int, from: "{{ steps.p.outputs.v }}" }
                f: { type: int?, from: "{{ steps.w.outputs.v }}" }
                g: { type: int, from: "{{ steps.w.outputs.v ?? 0 }}" }
                h: { type: int, from: "{{ steps.w.outputs.v }}", default: 5 }
                i: { type: int, from: "{{ steps.w.outputs.d }}" }
          late: { command: [l], x-step: { run_if: all_done, inputs: { a: { type: int, from: "{{ steps.p.outputs.v }}" } } } }
        """));

    [Fact]
    public void Types_must_fit() => Assert.Equal(
        """
        3:20 the output `leak` is a secret
        6:19 workflow.inputs.f is a file, which has no path here in {{ workflow.inputs.f }}
        6:46 a secret would show here in {{ workflow.inputs.p }}
        6:74 '...' stands where it cannot spread in {{ ...inputs.d }}
        9:17 `when` is a bool, and this is an int in {{ workflow.inputs.n }}
        11:35 the input `a` is an int, and this is a string in {{ workflow.inputs.s }}
        13:31 the input `c` is an int, and text around a reference makes a string
        15:12 the type of the input `e` cannot be told from its value
        16:34 'many' is not an int
        18:43 the input `h` is an int, which is put nowhere
        19:38 `when` is no condition
        """,
        new PlanBench().Problems("""
        x-workflow:
          inputs: { n: 1, s: text, xs: [1, 2], f: { type: file }, p: { type: secret } }
          outputs: { leak: "{{ workflow.inputs.p }}" }
        services:
          a:
            command: ["{{ workflow.inputs.f }}", "{{ workflow.inputs.p }}", "x{{ ...inputs.d }}", "{{ inputs.a + 1 }}", "{{ inputs.g }}"]
            environment: { P: "{{ workflow.inputs.p }}", F: "{{ inputs.g }}" }
            x-step:
              when: "{{ workflow.inputs.n }}"
              inputs:
                a: { type: int, from: "{{ workflow.inputs.s }}" }
                b: { type: float, from: "{{ workflow.inputs.n }}" }
                c: { type: int, from: "{{ workflow.inputs.n }} and more" }
                d: "{{ workflow.inputs.xs }}"
                e: "{{ null }}"
                f: { type: int, default: many }
                g: "{{ workflow.inputs.f }}"
                h: { type: int, default: 1, path: x }
          b: { command: [b], x-step: { when: "yes and no" } }
        """));

    [Fact]
    public void Circles_are_named_whole_over_all_edges() => Assert.Equal(
        """
        4:23 steps wait for each other: `a` waits for `c` (needs), `c` waits for `b` (depends_on), `b` waits for `a` ({{ steps.a.status }})
        12:40 `d` needs itself
        13:36 services wait for each other: e → f → e
        """,
        new PlanBench().Problems("""
        services:
          a:
            command: [a]
            x-step: { needs: [c] }
          b:
            command: ["{{ steps.a.status }}"]
            x-step: {}
          c:
            command: [c]
            depends_on: { b: { condition: service_completed_successfully } }
            x-step: {}
          d: { command: [d], x-step: { needs: [d] } }
          e: { command: [e], depends_on: { f: { condition: service_started } } }
          f: { command: [f], depends_on: { e: { condition: service_started } } }
        """));

    [Fact]
    public void Waiting_is_checked_by_what_is_waited_for() => Assert.Equal(
        """
        5:35 the short form waits only until `a` has started, not until it is done
        6:36 `a` is a step and never becomes healthy
        7:40 `d` needs `svc`, which is a service and does not end by itself
        7:45 `d` needs `aa`, which is no step; did you mean 'a'?
        7:49 `d` waits for `last`, which is `on_exit` and runs after everything else
        8:25 `last` is `on_exit` and runs after everything else in {{ steps.last.status }}
        8:63 `e` waits for `last`, which is `on_exit` and runs after everything else
        """,
        new PlanBench().Problems("""
        x-workflow: { on_exit: last }
        services:
          svc: { command: [s] }
          a: { command: [a], x-step: }
          b: { command: [b], depends_on: [a], x-step: }
          c: { command: [c], depends_on: { a: { condition: service_healthy } }, x-step: }
          d: { command: [d], x-step: { needs: [svc, aa, last] } }
          e: { command: [e, "{{ steps.last.status }}"], depends_on: { last: { condition: service_completed_successfully } }, x-step: }
          last: { command: [l], x-step: }
        """));

    [Fact]
    public void Steps_are_declared_completely() => Assert.Equal(
        """
        2:13 the input `a` has no value
        2:21 the input `b` has neither type nor default
        2:36 'strng' is no type; did you mean 'string'?
        2:66 `min` must be a number
        2:95 `min` bounds numbers, and this is a string
        2:107 `pattern` cannot be used: Invalid pattern '\A(?:()\z' at offset 9. Not enough )'s.
        3:21 a reference cannot stand here
        4:12 `on_exit` names `nobody`, which is no enabled step
        5:13 `parallel` must be a whole number of at least 1, and this is `0`
        8:14 `command` stands beside `script`, which replaces it
        9:14 a step runs to its end and is not restarted
        12:17 the input `x` has no value
        12:22 `X` and `x` differ only by case
        12:28 `1y` is no name
        12:38 the input `z` has no value
        12:65 `./x` names no file
        12:74 no volume is called `x`
        13:21 the output `o` says neither its type nor where it is
        13:35 the output `p` has no type
        13:51 the output `q` is a file, which is not read from a text
        13:79 the output `r` is an int, and `path` gives a file, a dir or a map<file>
        14:14 the output `s` is a list<file>, and `path` gives a file, a dir or a map<file>
        15:32 the output `t` has a path that leaves the work directory: '../x'
        15:43 the output `u` has more than one place
        15:80 the output `v` is an int, and `glob` gives a list<file>
        16:47 'y' is not an int
        17:15 `always` is no value of `run_if`
        18:23 `limit` must be a whole number from 0 to 10000, and this is `-1`
        18:33 `never` is no value of `retry.for`
        18:59 `first` has no unit: `5`
        18:70 `factor` must be from 1 to 100
        19:13 `exit` gives 1 two meanings
        19:38 a code of `fatal` must be a whole number from 0 to 255, and this is `256`
        20:16 `timeout` is zero
        21:27 `a` asks for 2 machines, and there is one
        21:38 `cpus` is no resource of its own
        22:37 `a` and `b` have the same key `a`
        22:53 `interpreter` stands without `script`
        """,
        new PlanBench().Problems("""
        x-workflow:
          inputs: { a: , b: {}, c: { type: strng }, d: { type: int, min: x }, e: { type: string, min: 3, pattern: "(" },
              f: { default: "{{ x }}" } }
          on_exit: nobody
          parallel: 0
        services:
          a:
            command: [a]
            restart: always
            x-step:
              script: echo
              inputs: { x: , X: 1, 1y: 2, z: {}, f: { type: file, from: "./x" }, g: { type: file, default: "volume:x" } }
              outputs: { o: outputs/o, p: { path: x }, q: { type: file, file: x }, r: { type: int, path: x },
                  s: { type: list<file>, path: x },
                t: { type: file, path: ../x }, u: { type: file, path: a, glob: b }, v: { type: int, glob: "*" },
                    w: { type: int, file: x, default: y } }
              run_if: always
              retry: { limit: -1, for: [never], backoff: { first: 5, factor: 0.5 } }
              exit: { ok: [0, 1], fatal: [1, 256] }
              timeout: 0s
              resources: { nodes: 2, gpu: 1, cpus: 1 }
          b: { command: [b], x-step: { key: a, interpreter: [x] } }
        """));

    [Fact]
    public void What_the_machine_cannot_give_is_an_error_at_plan() => Assert.Equal(
        """
        2:67 `a` asks for 9 cpus, and this machine has 8
        2:80 `a` asks for 20GiB of memory, and this machine has 16GiB
        3:67 `b` reserves more cpus than its limit allows
        """,
        new PlanBench().Problems("""
        services:
          a: { command: [a], deploy: { resources: { reservations: { cpus: "9", memory: 20G } } }, x-step: }
          b: { command: [b], deploy: { resources: { reservations: { cpus: "2" }, limits: { cpus: "1" } } }, x-step: }
        """));

    private static PlanBench Engines(bool docker, bool podman, string? runtime = null) => new()
    {
        Options = new PlanOptions(
            new MachineCapacity(8, 1 << 30), runtime, Runtimes: ["process", "docker", "podman"],
            Engines: [new ContainerEngine("docker", "unix:///d", docker), new ContainerEngine("podman", "unix:///p", podman)]),
    };

    [Fact]
    public void The_runtime_is_chosen_and_never_silently()
    {
        const string image = "services: { a: { image: x, command: [a], x-step: }, b: { build: ., command: [b] } }";
        Assert.Equal(
            "1:25 the document has images, and no container engine is found at unix:///d or unix:///p"
            + " [Start docker or podman, or say where it listens: dxflow config set docker-host unix:///…; or add --runtime process"
            + " to run the commands on this machine, which ignores image of a, build of b.]",
            Engines(docker: false, podman: false).Fixes(image).Split('\n')
                .Single(line => line.Contains("container engine", StringComparison.Ordinal)));
        Assert.Equal("podman", Engines(docker: false, podman: true).Plan("services: { a: { image: x } }").Runtime);
        Assert.Equal("docker", Engines(docker: true, podman: true).Plan("services: { a: { image: x } }").Runtime);
        Assert.Equal("process", Engines(docker: true, podman: true).Plan("services: { a: { command: [a] } }").Runtime);
        Assert.StartsWith(
            "0:0 runtime `docker` (--runtime): nothing listens at unix:///d",
            Engines(docker: false, podman: true, "docker").Problems("services: { a: { image: x } }"), StringComparison.Ordinal);

        // Where a container engine is missing, what process would refuse is no news.
        const string refused = "services: { a: { image: x, command: [a], volumes: ['/a:/b'] } }";
        Assert.Single(Engines(docker: false, podman: false).Problems(refused).Split('\n'));

        var asked = new PlanBench { Options = new PlanOptions(new MachineCapacity(8, 1 << 30), Runtime: "process") };
        Assert.Equal("process", asked.Plan(image).Runtime);
        var wrong = new PlanBench { Options = new PlanOptions(new MachineCapacity(8, 1 << 30), Runtime: "proces") };
        Assert.StartsWith("0:0 there is no runtime `proces` (--runtime); did you mean 'process'?", wrong.Problems(
            image), StringComparison.Ordinal);
        var profile = new PlanBench
        {
            Options = new PlanOptions(
            new MachineCapacity(8, 1 << 30), ProfileRuntime: "null", Runtimes: ["process", "null"])
        };
        var plan = profile.Plan("services: { a: { command: [a], x-step: { runtime: process } }, b: { command: [b], x-step: } }");
        Assert.Equal(("null", "process", "null"), (plan.Runtime, plan.Nodes[0].Runtime, plan.Nodes[1].Runtime));
        Assert.Contains("runtime `slurm` (`runtime`): the engine finds no Slurm on its machine",
            new PlanBench().Problems("services: { a: { command: [a], x-step: { runtime: slurm } } }"), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_cluster_the_machine_of_the_engine_is_no_limit()
    {
        var cluster = new PlanBench { Options = PlanBench.Cluster };
        var plan = cluster.Plan("""
            services:
              a:
                command: [a]
                deploy: { resources: { limits: { cpus: "64", memory: 100G } } }
                x-step: { runtime: slurm, resources: { nodes: 2, tasks: 8 } }
            """);
        Assert.Equal((64, 100L << 30, 2, 8), (plan.Nodes[0].Resources.BookedCpus, plan.Nodes[0].Resources.BookedMemoryBytes,
            plan.Nodes[0].Resources.Nodes, plan.Nodes[0].Resources.Tasks));
        var nodes = cluster.Plan("services: { a: { command: [a], x-step: { runtime: slurm, resources: { nodes: 3 } } } }").Nodes[0];
        Assert.Equal((3, 3), (nodes.Resources.Nodes, nodes.Resources.Tasks));
        Assert.Contains("`a` asks for 2 tasks on 3 nodes", new PlanBench { Options = cluster.Options }.Problems(
            "services: { a: { command: [a], x-step: { runtime: slurm, resources: { nodes: 3, tasks: 2 } } } }"),
            StringComparison.Ordinal);
        Assert.Contains("`place: false` of `x`", new PlanBench { Options = cluster.Options }.Problems(
            "services: { a: { command: [a], x-step: { runtime: slurm, inputs: "
            + "{ x: { type: file, default: 'text:x', place: false } } } } }"),
            StringComparison.Ordinal);
        Assert.Contains("slurm (/scratch) and far (/other) have two", new PlanBench { Options = cluster.Options }.Problems(
            "services: { a: { command: [a], x-step: { runtime: slurm } }, b: { command: [b], x-step: { runtime: far } } }"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_only_reads_a_document_lets_every_runtime_pass()
    {
        var client = new PlanBench { Options = new PlanOptions(new MachineCapacity(double.MaxValue, long.MaxValue), AnyRuntime: true) };
        Assert.Equal("big-mem", client.Plan(
            "services: { a: { command: [a], x-step: { runtime: big-mem, resources: { nodes: 4 } } } }").Nodes[0].Runtime);
        Assert.DoesNotContain("`group` has no effect", client.Problems(
            "services: { a: { command: [a], x-step: { runtime: big-mem, each: { n: [1, 2] }, group: 2, pull: 0 } } }"),
            StringComparison.Ordinal);
    }
}
