using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Tests.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Sdk.Flows;

/// <summary>Each flow beside the document that a person writes for it.</summary>
public sealed class FlowTests
{
    private const string RelaxAndRank = """
        name: relax-and-rank
        x-workflow:
          inputs:
            structures: { type: list<file>, description: "starting geometries" }
            fmax: 0.05
          outputs:
            best: "{{ steps.rank.outputs.best }}"
          parallel: 500
          timeout: 2d
          on_exit: notify
        services:
          relax:
            image: lab/relax:1
            command: ["relax", "--fmax", "{{ inputs.fmax }}", "{{ inputs.structure }}"]
            deploy: { resources: { limits: { cpus: "1", memory: 1G } } }
            x-step:
              each:     { structure: "{{ workflow.inputs.structures }}" }
              inputs:   { fmax: "{{ workflow.inputs.fmax }}" }
              outputs:
                energy:  { type: float, file: outputs/energy.txt }
                relaxed: { type: file,  path: outputs/relaxed.xyz }
              key:      "relax-{{ index }}"
              group:    10
              parallel: 50
              retry:    { limit: 3, for: [transient, timeout, lost], backoff: { first: 5s, factor: 2, max: 5m } }
              exit:     { ok: [0], transient: [75], fatal: [70] }
              timeout:  { queue: 12h, run: 30m }
              require:  { ratio: 0.9 }
              when:     "{{ len(workflow.inputs.structures) > 0 }}"
          rank:
            image: python:3.12-slim
            x-step:
              inputs:
                energies: { type: list<float>, from: "{{ compact(steps.relax.outputs.energy) }}" }
                relaxed:  { type: list<file>,  from: "{{ compact(steps.relax.outputs.relaxed) }}" }
              outputs:
                best: { type: file, path: outputs/best.xyz }
              interpreter: [python3]
              script: |
                import json, os, shutil
                v = json.load(open(os.environ["DXFLOW_INPUTS_JSON"]))
                i = min(range(len(v["energies"])), key=v["energies"].__getitem__)
                shutil.copy(v["relaxed"][i], "outputs/best.xyz")
          notify:
            image: python:3.12-slim
            command: [echo, "the run has {{ run.state }}"]
            x-step: {}
        """;

    [Fact]
    public void The_example_of_the_format_is_built()
    {
        var flow = new Flow("relax-and-rank") { Parallel = 500, Timeout = TimeSpan.FromDays(2) };
        var structures = flow.Input<IReadOnlyList<FileArtifact>>("structures", "starting geometries");
        var fmax = flow.Input("fmax", 0.05);

        var relax = flow.ForEach("relax").Image("lab/relax:1").Cpus(1).Memory("1G");
        var structure = relax.Each("structure", structures);
        var limit = relax.Input("fmax", fmax);
        var energy = relax.Output<double>("energy", "outputs/energy.txt");
        var relaxed = relax.Output<FileArtifact>("relaxed", "outputs/relaxed.xyz");
        relax.Command("relax", "--fmax", limit, structure).Key($"relax-{Ref.Index}").Group(10).Parallel(50)
            .Retry(new(3, [RetryFor.Transient, RetryFor.Timeout, RetryFor.Lost], TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(5)))
            .Exit(new(Ok: [0], Transient: [75], Fatal: [70])).Timeout(run: TimeSpan.FromMinutes(30), queue: TimeSpan.FromHours(12))
            .Require(ratio: 0.9m).When(structures.Len() > 0);

        var rank = flow.Step("rank").Image("python:3.12-slim");
        rank.Input("energies", energy.Compact());
        rank.Input("relaxed", relaxed.Compact());
        var best = rank.Output<FileArtifact>("best", "outputs/best.xyz");
        rank.Script(
            """
            import json, os, shutil
            v = json.load(open(os.environ["DXFLOW_INPUTS_JSON"]))
            i = min(range(len(v["energies"])), key=v["energies"].__getitem__)
            shutil.copy(v["relaxed"][i], "outputs/best.xyz")

            """, "python3");
        flow.OnExit = flow.Step("notify").Image("python:3.12-slim").Command("echo", $"the run has {Ref.RunState}");
        flow.Output("best", best);
        FlowReader.Same(RelaxAndRank, flow);
    }

    [Fact]
    public void What_the_engine_runs_today_is_planned_from_it()
    {
        var flow = new Flow("count") { Defaults = new(Retry: 1, Runtime: "process", Timeout: TimeSpan.FromMinutes(10)) };
        var text = flow.Input<FileArtifact>("text", "any text");
        var least = flow.Input("least", 3).Between(min: 0);
        var words = flow.Step("words");
        words.Input("text", text);
        var count = words.Output<int>("n");
        words.Script("wc -w < \"$DXFLOW_INPUT_TEXT\" > outputs/n\n").Environment("HOW", "words of ${a} {{b}}");
        var enough = flow.Step("enough").When(count >= least & count.IsNot(1_000_000)).Needs(words);
        var n = enough.Input("n", (count * 2) - 1);
        var told = enough.Output<string>("told");
        enough.Command("sh", "-c", "echo $1 > outputs/told", "sh", n);
        flow.Output("told", told.Or("too few"));
        var plan = new PlanBench().Plan(flow.ToYaml());
        Assert.Equal(("count", 2, "process"), (plan.Workflow, plan.Nodes.Count, plan.Runtime));
        FlowReader.Same(
            """
            name: count
            x-workflow:
              inputs: { text: { type: file, description: any text }, least: { type: int, default: 3, min: 0 } }
              outputs: { told: "{{ steps.enough.outputs.told ?? 'too few' }}" }
              defaults: { retry: 1, timeout: 10m, runtime: process }
            services:
              words:
                environment: { HOW: "words of $${a} {{ '{{' }}b}}" }
                x-step:
                  inputs: { text: "{{ workflow.inputs.text }}" }
                  outputs: { n: { type: int, file: outputs/n } }
                  script: |
                    wc -w < "$DXFLOW_INPUT_TEXT" > outputs/n
              enough:
                command: [sh, -c, "echo $$1 > outputs/told", sh, "{{ inputs.n }}"]
                x-step:
                  inputs: { n: { type: int, from: "{{ steps.words.outputs.n * 2 - 1 }}" } }
                  outputs: { told: { type: string, file: outputs/told } }
                  when: "{{ steps.words.outputs.n >= workflow.inputs.least && steps.words.outputs.n != 1000000 }}"
                  needs: [words]
            """, flow);
    }

    [Fact]
    public void A_flow_is_the_body_of_a_step_once_for_each_element_and_of_itself()
    {
        var one = new Flow("one");
        var seed = one.Input<int>("seed");
        var state = one.Input("state", "new");
        var run = one.Step("run");
        run.Input("seed", seed);
        run.Input("state", state);
        var error = run.Output<double>("error");
        var next = one.Output("next", run.Output<string>("next"));
        var rest = one.Output("error", error);
        run.Command("walk");

        var all = new Flow("all");
        var depth = all.Input("depth", 0);
        var each = all.ForEach("each", one).Each(seed, Ref.Range(5)).Parallel(2).Require(count: 4).Key($"walk-{Ref.Index}")
            .Repeat(20, step => step.Own(rest) < 1e-3, acceptMax: true).Carry(state, next);
        var grid = all.ForEach("grid", one).Each("p",
            Ref.Product(Ref.Of<IReadOnlyList<int>>([1, 2]), Ref.List<string>("a", "b")), out var p)
            .With(seed, p.First()).With(state, p.Second());
        var again = all.Step("again", all).With(depth, depth + 1).When(depth < 3 & grid.FailedCount.Is(0));
        all.Output("errors", each.Out(rest));
        all.Output("ways", each.Turns(rest));
        all.Output("depth", Ref.If(again.Status.Is("skipped"), depth, Ref.Of(9)));
        FlowReader.Same(
            """
            name: all
            x-workflow:
              inputs: { depth: 0 }
              outputs:
                errors: "{{ steps.each.outputs.error }}"
                ways: "{{ steps.each.turns.error }}"
                depth: "{{ steps.again.status == 'skipped' ? workflow.inputs.depth : 9 }}"
            x-workflows:
              one:
                x-workflow:
                  inputs: { seed: { type: int }, state: "new" }
                  outputs: { next: "{{ steps.run.outputs.next }}", error: "{{ steps.run.outputs.error }}" }
                services:
                  run:
                    command: [walk]
                    x-step:
                      inputs: { seed: "{{ workflow.inputs.seed }}", state: "{{ workflow.inputs.state }}" }
                      outputs: { error: { type: float, file: outputs/error }, next: { type: string, file: outputs/next } }
            services:
              each:
                x-step:
                  workflow: one
                  with: { seed: "{{ each.seed }}" }
                  each: { seed: "{{ range(5) }}" }
                  key: "walk-{{ index }}"
                  parallel: 2
                  repeat:
                    max: 20
                    until: "{{ outputs.error < 0.001 }}"
                    on_max: accept
                    carry: { state: "{{ outputs.next }}" }
                  require: { count: 4 }
              grid:
                x-step:
                  workflow: one
                  with: { seed: "{{ each.p[0] }}", state: "{{ each.p[1] }}" }
                  each: { p: "{{ product([1, 2], ['a', 'b']) }}" }
              again:
                x-step:
                  workflow: .
                  with: { depth: "{{ workflow.inputs.depth + 1 }}" }
                  when: "{{ workflow.inputs.depth < 3 && steps.grid.failed_count == 0 }}"
            """, all);
    }

    [Fact]
    public void What_each_turn_has_left_is_a_list_of_what_the_step_leaves()
    {
        var flow = new Flow("turns");
        var once = flow.Step("once").Command("a").Repeat(3);
        Ref<IReadOnlyList<int>> one = once.Output<int>("n").Turns;
        var many = flow.ForEach("many").Command("a");
        many.Each("x", Ref.Range(2));
        Ref<IReadOnlyList<IReadOnlyList<int>>> all = many.Repeat(3).Output<int>("n").Turns;
        flow.Output("one", one);
        flow.Output("all", all);
        FlowReader.Same(
            """
            name: turns
            x-workflow:
              outputs: { one: "{{ steps.once.turns.n }}", all: "{{ steps.many.turns.n }}" }
            services:
              once:
                command: [a]
                x-step: { outputs: { n: { type: int, file: outputs/n } }, repeat: { max: 3 } }
              many:
                command: [a]
                x-step: { each: { x: "{{ range(2) }}" }, outputs: { n: { type: int, file: outputs/n } }, repeat: { max: 3 } }
            """, flow);
    }

    [Fact]
    public void All_that_can_be_said_of_a_step_has_its_key()
    {
        var flow = new Flow("keys") { FailFast = true, Defaults = new(Cache: true, ContinueOnFailure: true, Exit: new(Fatal: [9])) };
        var text = flow.Input<FileArtifact>("text", FileArtifact.OfText("a\nb"));
        var kind = flow.Input("kind", "a").OneOf("a", "b").Matching("^[ab]$");
        flow.Input<string>("note").Optional();
        flow.Input<SecretText>("token");
        flow.Input<DirArtifact>("data", new DirArtifact("./data"));
        var all = flow.ForEach("all").Runtime("podman").Image("x").Entrypoint("e").Label("l", kind).WorkingDirectory("/w")
            .Resources(nodes: 2, tasks: 16).Cache().Shuffle().Group(4, pool: 2).ContinueOnFailure().RunIf(RunIf.AllDone)
            .Timeout(TimeSpan.FromMinutes(90)).Require(count: 2, cancelRest: true).Retry(new(2, GrowMemory: 2, GrowRun: 1.5))
            .Environment("HOST", $"{Ref.ServiceHost("db")}:{Ref.ServicePort("db", 5432)}").Needs();
        var file = all.Each("file", Ref.List(text, text));
        all.Input("text", text, path: $"in/{file}.txt", writable: true);
        all.Input("big", text, place: false);
        all.Output<IReadOnlyList<FileArtifact>>("many", OutputPlace.Glob("outputs/*.x").Always());
        all.Output<FileArtifact>("log", OutputPlace.Path("log").OnFailure(), optional: true);
        FlowReader.Same(
            """
            name: keys
            x-workflow:
              inputs:
                text: { type: file, default: "text:a\nb" }
                kind: { type: string, default: a, values: [a, b], pattern: "^[ab]$$" }
                note: { type: "string?" }
                token: { type: secret }
                data: { type: dir, default: "file:./data" }
              defaults: { exit: { fatal: [9] }, cache: inputs, on_fail: continue }
              fail_fast: true
            services:
              all:
                image: x
                entrypoint: [e]
                labels: { l: "{{ workflow.inputs.kind }}" }
                working_dir: /w
                environment: { HOST: "{{ services.db.host }}:{{ services.db.port(5432) }}" }
                x-step:
                  each: { file: "{{ [workflow.inputs.text, workflow.inputs.text] }}" }
                  inputs:
                    text: { type: file, from: "{{ workflow.inputs.text }}", path: "in/{{ each.file }}.txt", writable: true }
                    big: { type: file, from: "{{ workflow.inputs.text }}", place: false }
                  outputs:
                    many: { type: list<file>, glob: "outputs/*.x", collect: always }
                    log: { type: "file?", path: log, collect: failure }
                  resources: { nodes: 2, tasks: 16 }
                  cache: inputs
                  shuffle: true
                  group: 4
                  pool: 2
                  on_fail: continue
                  run_if: all_done
                  timeout: 1h30m
                  require: { count: 2, rest: cancel }
                  retry: { limit: 2, grow: { memory: 2, run: 1.5 } }
                  runtime: podman
                  needs: []
            """, flow);
    }
}
