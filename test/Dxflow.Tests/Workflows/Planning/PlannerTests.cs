using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class PlannerTests
{
    private const string Align = """
        name: align
        x-workflow:
          inputs:
            reads: { type: file, description: "reads to align" }
            threads: 2
          outputs:
            table: "{{ steps.report.outputs.table }}"
            mapped: "{{ steps.report.outputs.mapped }}"
          defaults: { retry: { limit: 1 }, timeout: { run: 10m } }
          parallel: 4
          timeout: 2h
          on_exit: notify
        services:
          index:
            command: [bowtie2-build, "{{ inputs.genome }}", outputs/lambda]
            x-step:
              inputs: { genome: "file:lambda.fa" }
              outputs: { index: { type: dir, path: outputs } }
          align:
            command: ["bowtie2", "-p", "{{ inputs.threads }}", "-x", "{{ inputs.index }}/lambda", "-U", "{{ inputs.reads }}"]
            environment: { LABEL: "run {{ run.number }}" }
            deploy: { resources: { limits: { cpus: "2", memory: 1G } } }
            x-step:
              inputs:
                index: "{{ steps.index.outputs.index }}"
                reads: "{{ workflow.inputs.reads }}"
                threads: "{{ workflow.inputs.threads }}"
              outputs: { sam: { type: file, path: outputs/out.sam } }
              retry: { backoff: 1s }
              timeout: { queue: 1h }
          report:
            x-step:
              inputs: { sam: { from: "{{ steps.align.outputs.sam }}", path: data/in.sam } }
              outputs:
                table: { type: file, path: outputs/table.txt }
                mapped: { type: int, file: outputs/mapped }
              interpreter: [python3, -u]
              script: |
                print("{{ $$ }} ${HOME}")
          notify:
            command: ["echo", "{{ run.state }}"]
            x-step: {}
        """;

    [Fact]
    public void A_document_becomes_a_plan()
    {
        var plan = new PlanBench().Plan(Align);
        Assert.Equal(("align", RunKind.Job, "process", "/p", 4, TimeSpan.FromHours(2), 3),
            (plan.Workflow, plan.Kind, plan.Runtime, plan.ProjectDirectory, plan.Parallel, plan.Timeout, plan.OnExit));
        Assert.Equal(
            ["index Step after", "align Step after index:Final", "report Step after align:Final", "notify Step after"],
            plan.Nodes.Select(node => PlanBench.Show(plan, node)));
        Assert.Equal(["reads file -", "threads int 2"], plan.Inputs.Select(input => $"{input.Name} {input.Type} {input.Default ?? "-"}"));
        Assert.Equal(["table file", "mapped int"], plan.Outputs.Select(output => $"{output.Name} {output.Type}"));
    }

    [Fact]
    public void A_step_has_its_keys_the_defaults_and_the_types_of_its_sources()
    {
        var plan = new PlanBench().Plan(Align);
        var align = plan.Nodes[1];
        Assert.Equal(
            "bowtie2|-p|<inputs.threads>|-x|<inputs.index>/lambda|-U|<inputs.reads>", string.Join(
                '|', align.Command.Select(PlanBench.Show)));
        Assert.Equal(["index dir", "reads file", "threads int"], align.Step!.Inputs.Select(input => $"{input.Name} {input.Type}"));
        Assert.Equal(new ResourcePlan(2, 1 << 30, 2, 1 << 30), align.Resources);
        Assert.Equal(new TimeoutPlan(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)), align.Step.Timeout);
        Assert.Equal((1, new BackoffPlan(TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(5))), (
            align.Step.Retry.Limit, align.Step.Retry.Backoff));
        Assert.Equal("0 | 75 | ", PlanBench.Show(align.Step.Exit));
        Assert.Equal("align", align.Step.Key.Text);
        Assert.Equal(["file:/p/lambda.fa"], plan.Nodes[0].Step!.Inputs[0].Sources!);
    }

    [Fact]
    public void A_script_is_verbatim_and_its_interpreter_the_command()
    {
        var report = new PlanBench().Plan(Align).Nodes[2];
        Assert.Equal("print(\"{{ $$ }} ${HOME}\")\n", report.Script);
        Assert.Equal(["python3", "-u"], report.Command.Select(part => part.Text));
        Assert.Equal("data/in.sam", report.Step!.Inputs[0].Path!.Text);
        Assert.Equal(new ResourcePlan(1, 0), report.Resources);
    }

    [Fact]
    public void A_script_may_stand_in_a_file()
    {
        var bench = new PlanBench();
        bench.Document.Files["rank.py"] = "print('$${X} {{ y }}')";
        var plan = bench.Plan("services: { a: { x-step: { script: { file: ./rank.py }, interpreter: [python3] } } }");
        Assert.Equal("print('$${X} {{ y }}')", plan.Nodes[0].Script);
        Assert.Equal(
            "1:44 the script ./no.py cannot be read: it does not exist",
            new PlanBench().Problems("services: { a: { x-step: { script: { file: ./no.py } } } }"));
    }

    [Fact]
    public void Services_one_shots_and_steps_are_told_apart()
    {
        var plan = new PlanBench().Plan("""
            services:
              db:
                command: [db]
                restart: on-failure:3
                healthcheck: { test: ["CMD", "true"], interval: 2s }
                ports: ["8080:80"]
              migrate:
                command: [migrate]
                depends_on: { db: { condition: service_healthy } }
              load:
                command: ["load", "{{ services.db.host }}:{{ services.db.port(80) }}"]
                depends_on: { migrate: { condition: service_completed_successfully } }
                x-step: { needs: [first] }
              first:
                command: ["first"]
                x-step:
              second:
                command: [second]
                depends_on:
                  first: { condition: service_completed_successfully }
                  load: { condition: service_started, required: false }
                x-step: {}
            """);
        Assert.Equal(
            [
                "db Service after", "migrate OneShot after db:Healthy", "load Step after migrate:Succeeded, first:Final, db:Healthy",
                "first Step after", "second Step after first:Final, load:Started?",
            ],
            plan.Nodes.Select(node => PlanBench.Show(plan, node)));
        Assert.Equal(new RestartPlan(RestartCondition.OnFailure, 3, TimeSpan.FromSeconds(1)), plan.Nodes[0].Restart);
        Assert.Equal([new PortPlan(80, 8080, null, "tcp")], plan.Nodes[0].Ports!);
        Assert.Equal((0, 1), (plan.Nodes[0].Resources.BookedCpus, plan.Nodes[1].Resources.BookedCpus));
        Assert.Equal(TimeSpan.FromSeconds(2), plan.Nodes[0].Health!.Interval);
    }

    [Fact]
    public void Without_a_step_it_is_an_up_run()
    {
        var plan = new PlanBench().Plan("services: { web: { command: [web, '{{ not.ours }}'] } }");
        Assert.Equal(RunKind.Up, plan.Kind);
        Assert.Equal("{{ not.ours }}", plan.Nodes[0].Command[1].Text);
    }

    [Fact]
    public void Profiles_choose_and_what_they_leave_out_is_told()
    {
        var bench = new PlanBench();
        const string text = """
            services:
              a: { command: [a], x-step: { needs: [b], inputs: { x: "{{ steps.b.outputs.y }}" } } }
              b: { command: [b], profiles: [extra], x-step: { outputs: { y: { type: int, file: y } } } }
            """;
        Assert.Equal(
            "2:40 `a` needs `b`, which no active profile enables\n2:61 `b` is not enabled by any active profile in {{ steps.b.outputs.y }}",
            bench.Problems(text));
        bench.Document.Profiles.Add("extra");
        Assert.Equal(2, bench.Plan(text).Nodes.Count);
    }

    [Fact]
    public void Defaults_are_overridden_key_by_key()
    {
        var plan = new PlanBench().Plan("""
            x-workflow:
              defaults: { retry: { limit: 5, for: [any], backoff: { first: 10m } }, exit: { ok: [0, 3], fatal: [70] }, on_fail: continue }
            services:
              a: { command: [a], x-step: { retry: 2, exit: { transient: [70, 80] }, on_fail: fail } }
              b: { command: [b], x-step: { exit: { ok: [75] } } }
            """);
        var (a, b) = (plan.Nodes[0].Step!, plan.Nodes[1].Step!);
        Assert.Equal((2, OnFail.Fail), (a.Retry.Limit, a.OnFail));
        Assert.Equal(new BackoffPlan(TimeSpan.FromMinutes(10), 2, TimeSpan.FromMinutes(10)), a.Retry.Backoff);
        Assert.Equal([RetryClass.Any], a.Retry.For);
        Assert.Equal("0 3 | 70 80 | ", PlanBench.Show(a.Exit));
        Assert.Equal("75 |  | 70", PlanBench.Show(b.Exit));
        Assert.Equal((5, OnFail.Continue), (b.Retry.Limit, b.OnFail));
    }

    [Fact]
    public void Numbers_and_bools_of_ours_may_come_from_variables()
    {
        var bench = new PlanBench();
        bench.Document.Variables["N"] = "7";
        var plan = bench.Plan("""
            x-workflow:
              inputs:
                n: "${N:-1}"
                m: ${N:-1}
                f: { type: float, default: "${F:-0.5}" }
              parallel: "${N}"
              fail_fast: "true"
            services: { a: { command: [a], x-step: { retry: "${R:-3}", when: "${W:-false}" } } }
            """);
        Assert.Equal(["n string 7", "m int 7", "f float 0.5"], plan.Inputs.Select(input => $"{input.Name} {input.Type} {input.Default}"));
        Assert.Equal((7, true, 3, "false"), (
            plan.Parallel, plan.FailFast, plan.Nodes[0].Step!.Retry.Limit, plan.Nodes[0].Step!.When!.Text));
    }
}
