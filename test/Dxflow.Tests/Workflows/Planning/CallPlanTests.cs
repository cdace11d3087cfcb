using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Planning.Stored;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>Steps that call other documents: files, entries of <c>x-workflows</c>, and the document itself.</summary>
public sealed class CallPlanTests
{
    private const string Shots = """
        name: ignored
        x-workflow:
          inputs: { shot: { type: file }, passes: { type: int, default: 2, max: 9 }, look: { type: file, default: "file:look.png" } }
          outputs: { frame: "{{ steps.draw.outputs.frame }}", score: "{{ steps.judge.outputs.score }}" }
          parallel: 3
          timeout: 1h
          on_exit: bye
        services:
          draw:
            command: [draw, "{{ inputs.shot }}", "{{ workflow.inputs.passes }}", "${COLOUR}"]
            x-step:
              inputs: { shot: "{{ workflow.inputs.shot }}", look: "{{ workflow.inputs.look }}" }
              outputs: { frame: { type: file, path: f } }
          judge:
            x-step:
              inputs: { frame: "{{ steps.draw.outputs.frame }}" }
              outputs: { score: { type: float?, file: s } }
              script: { file: judge.py }
          bye: { command: [bye], x-step: }
          extra: { command: [x], profiles: [never], x-step: }
        """;

    private const string Film = """
        name: film
        x-workflow:
          inputs: { shots: { type: list<file> } }
          outputs: { scores: "{{ steps.shoot.outputs.score }}" }
        services:
          shoot:
            x-step:
              workflow: ./parts/shots.yaml
              each: { shot: "{{ workflow.inputs.shots }}" }
              with: { shot: "{{ each.shot }}", passes: "{{ index }}" }
              parallel: 5
              timeout: { run: 10m }
              key: "shot-{{ index }}"
          again:
            x-step:
              workflow: parts/shots.yaml
              with: { shot: "file:one.png", passes: 3 }
              needs: [shoot]
          cut: { command: [cut], x-step: { inputs: { frames: "{{ steps.shoot.outputs.frame }}", f: "{{ steps.again.outputs.frame }}" } } }
        """;

    private static PlanBench Bench()
    {
        var bench = new PlanBench();
        bench.Document.Files["parts/shots.yaml"] = Shots;
        bench.Document.Files["parts/judge.py"] = "print(1)";
        bench.Document.Files["parts/.env"] = "COLOUR=blue";
        return bench;
    }

    private static PlanBench Contained() => new()
    {
        Options = new PlanOptions(
            new MachineCapacity(8, 1 << 30), Runtimes: ["process", "docker"], Engines: [new ContainerEngine("docker", "unix:///d", true)]),
    };

    [Theory]
    [InlineData("", "film_default")]
    [InlineData(", networks: [back]", "")]
    public void Its_steps_are_in_the_network_of_the_run_without_a_name_if_there_is_somebody_to_talk_to(string networks, string joined)
    {
        var bench = new PlanBench
        {
            Options = new PlanOptions(
                new MachineCapacity(8, 1 << 30), Runtimes: ["process", "docker"],
                Engines: [new ContainerEngine("docker", "unix:///d", true)]),
        };
        bench.Document.Files["part.yaml"] = "name: other\nservices: { db: { image: x, command: [a], x-step: } }";
        var plan = bench.Plan($$"""
            name: film
            services:
              db: { image: x, command: [db]{{networks}} }
              ask: { x-step: { workflow: ./part.yaml } }
              own: { image: x, command: [own], x-step: }
            networks: { back: }
            """);
        string Names(NodePlan node) => string.Join(' ', (node.Container!.Networking?.Networks ?? []).Select(
            static one => $"{one.Network}{string.Concat((one.Aliases ?? []).Select(static alias => $" as {alias}"))}"));
        Assert.Equal(joined, Names(plan.Nodes[3]));
        Assert.Equal("film_default as own", Names(plan.Nodes[2]));
        Assert.Equal("film_default as own", Names(new PlanBench { Options = bench.Options }.Plan("""
            name: film
            services: { db: { image: x, command: [db] }, own: { image: x, command: [own], x-step: } }
            """).Nodes[1]));
    }

    [Fact]
    public void A_called_document_is_a_body_whoever_calls_it()
    {
        var plan = Bench().Plan(Film);
        Assert.Equal(["shoot", "again", "cut", "draw", "judge", "bye"], plan.Nodes.Select(node => node.Name));
        var body = Assert.Single(plan.Bodies!);
        Assert.Equal(("parts/shots.yaml", 3, 3, 3, 5), (body.Name, body.First, body.Count, body.Parallel, body.OnExit));
        Assert.Equal(TimeSpan.FromHours(1), body.Timeout);
        Assert.Equal(["shot file", "passes int", "look file"], body.Inputs.Select(input => $"{input.Name} {input.Type}"));
        Assert.Equal(
            ["frame file <steps.draw.outputs.frame>", "score float? <steps.judge.outputs.score>"],
            body.Outputs.Select(output => $"{output.Name} {output.Type} {PlanBench.Show(output.Value)}"));
        Assert.Equal("judge Step after draw:Final", PlanBench.Show(plan, plan.Nodes[4]));
        Assert.Equal(["draw|<inputs.shot>|<workflow.inputs.passes>|blue", "print(1)"],
            [string.Join('|', plan.Nodes[3].Command.Select(PlanBench.Show)), plan.Nodes[4].Script!]);
        Assert.Equal(
            ["/p/one.png", "/p/parts/look.png"], PlanSources.In(plan).Select(source => source.Path!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_calling_step_has_the_outputs_of_what_it_calls()
    {
        var plan = Bench().Plan(Film);
        var (shoot, again) = (plan.Nodes[0], plan.Nodes[1]);
        Assert.Equal((1, 1, false), (shoot.Step!.Call!.Body, again.Step!.Call!.Body, shoot.Step.Call.Inline));
        Assert.Equal(["frame file", "score float?"], shoot.Step.Outputs.Select(output => $"{output.Name} {output.Type}"));
        Assert.Equal(
            ["shot file <each.shot>", "passes int? <index>"],
            shoot.Step.Call.With.Select(input => $"{input.Name} {input.Type} {PlanBench.Show(input.From)}"));
        Assert.Equal(["shot file file:/p/one.png", "passes int? 3"],
            again.Step.Call.With.Select(input => $"{input.Name} {input.Type} {input.Sources?[0] ?? input.Default}"));
        Assert.Equal((5, TimeSpan.FromMinutes(10), 0.0), (shoot.Step.Parallel, shoot.Step.Timeout.Run, shoot.Resources.BookedCpus));
        Assert.Equal("list<float?>", plan.Outputs[0].Type);
        Assert.Equal(["list<file>", "file"], plan.Nodes[2].Step!.Inputs.Select(input => input.Type));
    }

    [Fact]
    public void A_document_may_hold_others_and_call_itself()
    {
        var plan = new PlanBench().Plan("""
            x-workflow: { inputs: { n: 3 }, outputs: { sum: "{{ (steps.deeper.outputs.sum ?? 0) + 1 }}" } }
            services:
              deeper: { x-step: { workflow: ".", with: { n: "{{ workflow.inputs.n - 1 }}" }, when: "{{ workflow.inputs.n > 0 }}" } }
              part: { x-step: { workflow: part, repeat: { max: 4, until: "{{ outputs.v > 3 }}", carry: { v: "{{ outputs.v }}" } } } }
            x-workflows:
              part:
                x-workflow: { inputs: { v: 1 }, outputs: { v: "{{ steps.a.outputs.v }}" } }
                services:
                  a:
                    command: [a, "{{ workflow.inputs.v }}"]
                    x-step: { outputs: { v: { type: int, file: v } }, repeat: { max: 2 } }
              unused: { services: {} }
            """);
        Assert.Equal(["deeper", "part", "a", "a"], plan.Nodes.Select(node => node.Name));
        Assert.Equal(["part 2 1", "a 3 1"], plan.Bodies!.Select(body => $"{body.Name} {body.First} {body.Count}"));
        Assert.Equal((0, 1, 2), (
            plan.Nodes[0].Step!.Call!.Body, plan.Nodes[1].Step!.Call!.Body, plan.Nodes[2].Step!.Call!.Body));
        Assert.Equal((false, true), (plan.Nodes[1].Step!.Call!.Inline, plan.Nodes[2].Step!.Call!.Inline));
        Assert.Equal(("int", "int"), (plan.Outputs[0].Type, plan.Nodes[0].Step!.Outputs[0].Type));
        Assert.Equal((4, "v"), (plan.Nodes[1].Step!.Repeat!.Max, plan.Nodes[1].Step!.Repeat!.Carry[0].Input));
    }

    [Fact]
    public void A_step_asks_for_a_runtime_of_what_it_calls()
    {
        var bench = new PlanBench { Options = new PlanOptions(new MachineCapacity(8, 1 << 30), Runtimes: ["process", "null"]) };
        var plan = bench.Plan("""
            services:
              a: { x-step: { workflow: part } }
              b: { x-step: { workflow: part, runtime: "null" } }
            x-workflows: { part: { services: { x: { command: [x], x-step: } } } }
            """);
        Assert.Equal(["process", "null", "process", "null"], plan.Nodes.Select(node => node.Runtime));
        Assert.Equal((1, 2), (plan.Nodes[0].Step!.Call!.Body, plan.Nodes[1].Step!.Call!.Body));
    }

    [Fact]
    public void Images_of_called_documents_choose_the_runtime_too()
    {
        var bench = new PlanBench
        {
            Options = new PlanOptions(
                new MachineCapacity(8, 1 << 30), Runtimes: ["process", "docker"],
                Engines: [new ContainerEngine("docker", "unix:///d", true)]),
        };
        var plan = bench.Plan("""
            services: { a: { x-step: { workflow: part } } }
            x-workflows: { part: { services: { x: { image: i, command: [x], x-step: } } } }
            """);
        Assert.Equal(("docker", "docker"), (plan.Runtime, plan.Nodes[1].Runtime));
        Assert.NotNull(plan.Nodes[1].Container);
    }

    [Fact]
    public void What_cannot_be_called_is_told_with_its_place()
    {
        var bench = Bench();
        bench.Document.Files["web.yaml"] = """
            services:
              db: { command: [db], deploy: { resources: { reservations: { cpus: "1" } } } }
              a: { command: [a], x-step: }
            volumes: { v: {} }
            """;
        Assert.Equal(
            """
            2:28 the workflow ./no.yaml cannot be read: it does not exist [Name a file that exists.]
            3:28 there is no workflow `prat` in `x-workflows`; did you mean 'part'? [Write it there, or name a file: ./FILE.yaml.]
            4:28 the workflow `parts/shots.yaml` needs `shot` (file) [Write them under `with`.]
            4:54 the workflow `parts/shots.yaml` has no input `passe`; did you mean 'passes'? [It takes shot, passes, look.]
            5:82 the input `passes` is an int, and this is a string in {{ 'x' }} [Read a text with json(…).]
            6:8 `image` has no effect on `e`, which calls a workflow [Remove it, or write it in the document that is called.]
            6:44 `script` stands beside `workflow`, which has its own [Remove it, or write it in the document that is called.]
            7:38 `with` stands without `workflow` [Write workflow: ./FILE.yaml, or `inputs`.]
            8:28 documents call each other without end: f.yaml → f.yaml [Give one of these steps a `when`.]
            9:28 `https://x/y.yaml` is not on this machine, and nothing is fetched [Copy it beside this document.]
            14:5 `volumes` is no key of the workflow `part` [Remove it, or begin it with x- to keep a note of your own.]
            16:48 documents call each other without end: loop → loop [Give one of these steps a `when`.]
            2:69 `db` cannot reserve: its instances would hold what steps wait for [Write `limits`, and `parallel` beside `workflow`.]
            """,
            bench.Fixes("""
            services:
              a: { x-step: { workflow: ./no.yaml } }
              b: { x-step: { workflow: prat } }
              c: { x-step: { workflow: parts/shots.yaml, with: { passe: 3 } } }
              d: { x-step: { workflow: parts/shots.yaml, with: { shot: "file:x", passes: "{{ 'x' }}" } } }
              e: { image: x, x-step: { workflow: part, script: x } }
              f: { command: [f], x-step: { with: { a: 1 } } }
              g: { x-step: { workflow: "." } }
              h: { x-step: { workflow: "https://x/y.yaml" } }
              i: { x-step: { workflow: loop } }
              j: { x-step: { workflow: web.yaml } }
            x-workflows:
              part:
                volumes: {}
                services: { a: { command: [a], x-step: } }
              loop: { services: { a: { x-step: { workflow: loop } } } }
            """));
    }

    [Fact]
    public void A_called_document_has_services_of_its_own_that_book_nothing_and_are_in_the_network_of_the_run()
    {
        var bench = Contained();
        bench.Document.Files["sub/part.yaml"] = """
            services:
              db: { image: x, command: [db], deploy: { resources: { limits: { cpus: "0.5" } } } }
              a: { image: x, command: [a, "{{ services.db.host }}"], x-step: }
            """;
        var plan = bench.Plan("name: film\nservices: { ask: { x-step: { workflow: sub/part.yaml } } }");
        Assert.Equal(
            ["ask Step after", "db Service after", "a Step after db:Started"], plan.Nodes.Select(node => PlanBench.Show(plan, node)));
        Assert.Equal((0.0, 0.5), (plan.Nodes[1].Resources.BookedCpus, plan.Nodes[1].Resources.LimitCpus));
        Assert.Equal("film_default", Assert.Single(plan.Project!.Networks).Name);
        Assert.All(plan.Nodes.Skip(1), node => Assert.Equal("film_default", Assert.Single(node.Container!.Networking!.Networks!).Network));
        Assert.Equal("/p/sub", Assert.Single(plan.Bodies!).Directory);
    }

    [Fact]
    public void Containers_that_are_called_alone_have_a_project_too()
    {
        var plan = Contained().Plan("""
            services: { a: { x-step: { workflow: part } } }
            x-workflows: { part: { services: { x: { image: i, command: [x], x-step: } } } }
            """);
        Assert.Empty(plan.Project!.Networks);
    }

    [Fact]
    public void What_there_is_one_of_no_service_of_a_called_document_can_have()
    {
        var bench = Contained();
        bench.Document.Files["part.yaml"] = """
            services:
              db:
                image: x
                container_name: db
                ports: ["5432:5432", "9000-9010:9000"]
                networks: { default: { aliases: [base] } }
              web: { image: x, network_mode: "service:db" }
              more: { image: x, links: [db] }
              a: { image: x, command: [a], x-step: }
            """;
        bench.Document.Files["alone.yaml"] = "services: { solo: { image: x } }";
        Assert.Equal(
            """
            1:13 `alone.yaml` has services alone, and an instance of it ends with its steps
            4:3 `db-7` may also be what an instance of `db` of `part.yaml` is called
            4:21 instances of `part.yaml` cannot all have one `container_name`
            5:13 instances of `part.yaml` cannot all have port 5432 of this machine for `db`
            6:15 instances of `part.yaml` cannot all have the aliases and addresses of `db`
            7:34 `network_mode: service:db` of `web`: of a called document there may be several instances, and which is meant nobody knows
            8:28 `links` of `more`: of a called document there may be several instances, and which is meant nobody knows
            """,
            bench.Problems("""
                services:
                  ask: { x-step: { workflow: part.yaml } }
                  no: { x-step: { workflow: alone.yaml } }
                  db-7: { image: x }
                """));
    }

    [Theory]
    [InlineData("each: { i: [1, 2] },", true)]
    [InlineData("each: { i: [1, 2] }, parallel: 1,", false)]
    [InlineData("", false)]
    public void Processes_of_several_instances_cannot_listen_on_one_port(string each, bool isRefused) => Assert.Equal(
        isRefused ? "6:36 several instances of `inner` at once cannot all listen on port 80 for `db`" : "",
        new PlanBench().Problems($$"""
            services: { ask: { x-step: { {{each}} workflow: outer } } }
            x-workflows:
              outer: { services: { in: { x-step: { workflow: inner } } } }
              inner:
                services:
                  db: { command: [db], ports: ["80"] }
                  a: { command: [a], x-step: }
            """));

    [Fact]
    public void A_problem_of_a_called_document_stands_in_its_own_file()
    {
        var bench = new PlanBench();
        bench.Document.Files["sub/part.yaml"] = "services: { a: { command: [a, \"{{ steps.no.outputs.x }}\"], x-step: { retry: x } } }";
        bench.TryPlan("services: { a: { x-step: { workflow: sub/part.yaml } } }");
        Assert.Equal(
            ["sub/part.yaml:1:35", "sub/part.yaml:1:77"],
            bench.Document.Problems.ToList().Select(problem => $"{problem.File}:{problem.Line}:{problem.Column}"));
    }

    [Fact]
    public void Nobody_is_blamed_for_what_could_not_be_read() => Assert.Equal(
        "2:28 the workflow ./no.yaml cannot be read: it does not exist",
        new PlanBench().Problems("""
        services:
          a: { x-step: { workflow: ./no.yaml } }
          b: { command: ["{{ steps.a.outputs.x }}"], x-step: { inputs: { y: "{{ steps.a.outputs.y }}" } } }
        """));

    [Fact]
    public void Paths_start_from_the_file_that_they_stand_in()
    {
        var bench = Bench();
        bench.Document.Files["sub/more.yaml"] =
            "services: { a: { x-step: { workflow: ../parts/shots.yaml, with: { shot: \"file:s.png\" } } } }";
        var plan = bench.Plan("include: [sub/more.yaml]\nservices: { c: { command: [c], x-step: } }");
        Assert.Equal("parts/shots.yaml", Assert.Single(plan.Bodies!).Name);
        Assert.Equal(
            ["/p/parts/look.png", "/p/sub/s.png"], PlanSources.In(plan).Select(source => source.Path!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_bundle_holds_all_that_is_called()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(directory.Path, "parts"));
        File.WriteAllText(Path.Combine(directory.Path, "film.yaml"), Film);
        File.WriteAllText(Path.Combine(directory.Path, "parts/shots.yaml"), Shots);
        File.WriteAllText(Path.Combine(directory.Path, "parts/judge.py"), "print(1)");
        File.WriteAllText(Path.Combine(directory.Path, "parts/.env"), "COLOUR=${SHADE}");
        var source = new RecordingSource(["film.yaml"], directory.Path, name => name == "SHADE" ? "dark" : null);
        var here = Planner.Plan(ComposeReader.Read(source, new Problems())!, new PlanBench().Options);
        var there = Planner.Plan(ComposeReader.Read(new BundleSource(source.ToBundle()), new Problems())!, new PlanBench().Options);
        Assert.Equal(PlanText.Write(here!), PlanText.Write(there!));
        Assert.Equal("dark", there!.Nodes[3].Command[3].Text);
    }
}
