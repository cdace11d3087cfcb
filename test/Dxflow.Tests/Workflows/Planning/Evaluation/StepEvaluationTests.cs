using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Evaluation;

public sealed class StepEvaluationTests
{
    private const string Document = """
        name: demo
        x-workflow:
          inputs: { n: 3, ratio: 1.0, names: [a, b], pass: { type: secret, default: hush } }
          outputs: { best: "{{ steps.make.outputs.value * 2 }}", text: "n={{ workflow.inputs.n }}", none: "{{ steps.make.outputs.maybe }}" }
        services:
          db:
            command: [db]
            ports: ["9000:80", "70"]
          make:
            command: [make]
            x-step:
              outputs:
                value: { type: int, file: v }
                maybe: { type: string?, file: m }
                standby: { type: float, file: s, default: 5 }
                out: { type: file, path: o }
          use:
            command:
              ["--n={{ inputs.n }}", "{{ inputs.ratio }}", "{{ ...inputs.names }}", "{{ inputs.names }}", "x; rm {{ inputs.s }}",
               "{{ inputs.out }}"]
            working_dir: sub/{{ inputs.n }}
            environment:
              PASS: "p:{{ workflow.inputs.pass }}"
              HOST: "{{ services.db.host }}:{{ services.db.port(80) }}"
              DXFLOW_STEP: mine
              HOME: /h
            x-step:
              key: "use-{{ inputs.n }}-{{ index }}"
              when: "{{ inputs.n > workflow.inputs.n - 1 && steps.make.status == 'succeeded' && steps.make.ok_count == 1 }}"
              inputs:
                n: { type: int, from: "{{ steps.make.outputs.value + 1 }}" }
                ratio: { type: float, from: "{{ workflow.inputs.n }}" }
                names: "{{ workflow.inputs.names }}"
                s: "a b; {{ steps.make.outputs.maybe ?? '$(x)' }}"
                maybe: "{{ steps.make.outputs.maybe }}"
                standby: "{{ steps.make.outputs.standby }}"
                out: "{{ steps.make.outputs.out }}"
                secret: "{{ workflow.inputs.pass }}"
              outputs:
                log: { type: string, file: "outputs/{{ inputs.n }}.txt" }
                all: { type: list<file>, glob: outputs/*.txt }
        """;

    private static EvaluationBench Bench() => new EvaluationBench(Document)
        .Left("make", $$"""{"value":4,"maybe":null,"out":{{EvaluationBench.Json(EvaluationBench.File("o.tar.gz"))}}}""");

    [Fact]
    public void Each_template_is_one_argument_whatever_is_in_it() => Assert.Equal(
        ["--n=5", "3.0", "a", "b", """["a","b"]""", "x; rm a b; $(x)", "/w/inputs/out.tar.gz"], Bench().Task("use").Command);

    [Fact]
    public void Inputs_are_typed_and_a_default_stands_in_for_null()
    {
        var inputs = Bench().Task("use").Inputs;
        Assert.Equal(
            "5 3.0 [\"a\",\"b\"] 'a b; $(x)' null 5.0 file 'o.tar.gz' (a secret)",
            string.Join(' ', inputs.Values.Select(value => value.ToString())));
        Assert.Equal(
            """
            {"n":5,
             "ratio":3.0,
             "names":["a","b"],
             "s":"a b; $(x)",
             "maybe":null,
             "standby":5.0,
             "out":"/w/inputs/out.tar.gz"}

            """,
            Bench().Task("use").InputsJson);
    }

    [Fact]
    public void The_environment_is_the_documents_and_ours()
    {
        var environment = Bench().Task("use").Environment;
        Assert.Equal(
            """
            DXFLOW_INDEX=0
            DXFLOW_INPUTS=/w/inputs
            DXFLOW_INPUTS_JSON=/a/inputs.json
            DXFLOW_INPUT_N=5
            DXFLOW_INPUT_NAMES=["a","b"]
            DXFLOW_INPUT_OUT=/w/inputs/out.tar.gz
            DXFLOW_INPUT_RATIO=3.0
            DXFLOW_INPUT_S=a b; $(x)
            DXFLOW_INPUT_SECRET=hush
            DXFLOW_INPUT_STANDBY=5.0
            DXFLOW_KEY=use-5-0
            DXFLOW_OUTPUTS=/w/outputs
            DXFLOW_PROGRESS=/a/progress
            DXFLOW_RUN=demo/7
            DXFLOW_SERVICE_DB_HOST=127.0.0.1
            DXFLOW_SERVICE_DB_PORT_70=70
            DXFLOW_SERVICE_DB_PORT_80=80
            DXFLOW_STEP=use
            DXFLOW_TASKS=1
            DXFLOW_WORK=/w
            HOME=/h
            HOST=127.0.0.1:80
            PASS=p:hush
            TMPDIR=/w/tmp
            """,
            string.Join('\n', environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void Key_directory_placements_and_outputs_are_evaluated()
    {
        var bench = Bench();
        var task = bench.Task("use");
        Assert.Equal(("use-5-0", "/w/sub/5"), (task.Key, task.WorkingDirectory));
        Assert.Equal([new Placement(EvaluationBench.File("o.tar.gz"), "inputs/out.tar.gz", false)], task.Placements);
        Assert.Equal(
            ["log string outputs/5.txt", "all list<file> outputs/*.txt"],
            bench.Evaluation.Outputs(bench.View, bench.IndexOf("use"), new SliceView(0), EvaluationBench.Places)
                .Select(output => $"{output.Plan.Name} {output.Type} {output.Path}"));
    }

    [Fact]
    public void When_is_asked_with_and_without_inputs()
    {
        var bench = Bench();
        Assert.True(bench.Evaluation.When(bench.View, bench.IndexOf("use"), new SliceView(0)));
        Assert.True(bench.Evaluation.When(bench.View, bench.IndexOf("make"), new SliceView(0)));
        bench.Left("make", """{"value":1,"out":null}""", ok: 0);
        Assert.Equal(
            "the input 'out': null where a file is wanted",
            Assert.Throws<Dxflow.Workflows.Flow.FlowException>(
                () => bench.Evaluation.When(bench.View, bench.IndexOf("use"), new SliceView(0))).Error.Message);
    }

    [Fact]
    public void What_is_no_step_gets_its_own_and_where_services_are()
    {
        var task = Bench().Task("db");
        Assert.Equal(["DXFLOW_SERVICE_DB_HOST", "DXFLOW_SERVICE_DB_PORT_70", "DXFLOW_SERVICE_DB_PORT_80"], task.Environment.Keys.Order());
        Assert.Equal(("/p", ""), (task.WorkingDirectory, task.InputsJson));
    }

    [Fact]
    public void Results_are_the_workflows_outputs_and_null_where_there_is_none()
    {
        var bench = Bench();
        var (values, errors) = bench.Evaluation.Results(bench.View);
        Assert.Equal("8 'n=3' null", string.Join(' ', values.Values));
        Assert.Empty(errors);
        (values, errors) = bench.Left("make", "", "failed").Evaluation.Results(bench.View);
        Assert.Equal("null 'n=3' null", string.Join(' ', values.Values));
        Assert.Equal("an operand of '*' is null", errors["best"].Message);
    }

    [Fact]
    public void On_exit_sees_how_the_run_went()
    {
        var bench = new EvaluationBench("""
            x-workflow: { on_exit: bye }
            services:
              a: { command: [a], x-step: { outputs: { v: { type: int, file: v } } } }
              bye:
                command: ["{{ run.state }}", "{{ run.reason ?? 'fine' }}", "{{ run.failed }}", "{{ steps.a.outputs.v ?? -1 }}"]
                x-step:
            """) { Verdict = new RunVerdict("failed", "exit", ["a"]) };
        Assert.Equal(["failed", "exit", """["a"]""", "-1"], bench.Task("bye").Command);
        bench.Verdict = new RunVerdict("succeeded", null, []);
        Assert.Equal(["succeeded", "fine", "[]", "3"], bench.Left("a", """{"v":3}""").Task("bye").Command);
    }

    [Fact]
    public void A_script_follows_its_interpreter() => Assert.Equal(
        ["/bin/sh", "-eu", "/a/script"], new EvaluationBench("services: { a: { x-step: { script: echo } } }").Task("a").Command);

    [Fact]
    public void A_failure_names_place_expression_and_values()
    {
        var bench = new EvaluationBench("""
            services:
              a: { command: [a], x-step: { outputs: { m: { type: map<int>, file: m.json }, j: { type: json, file: j.json } } } }
              b:
                command: ["{{ steps.a.outputs.m.x }}"]
                x-step: { inputs: { n: { type: int, from: "{{ steps.a.outputs.j.n }}" } } }
            """).Left("a", """{"m":{"y":1},"j":{"n":"many"}}""");
        Assert.Equal("the input 'n': 'many' is a string where an int is wanted in {{ steps.a.outputs.j.n }}", bench.Failure("b"));
        bench.Left("a", """{"m":{"y":1},"j":{"n":5}}""");
        Assert.Equal(
            "there is no 'x'; did you mean 'y'? in {{ steps.a.outputs.m.x }}, where steps.a.outputs.m = {\"y\":1}"
            + " [give a value for that case with '??']",
            bench.Failure("b"));
    }

    [Fact]
    public void What_no_program_can_be_given_is_bad_input()
    {
        var bench = new EvaluationBench("""
            x-workflow: { inputs: { s: { type: string, default: x }, l: { type: list<string>, default: [] } } }
            services:
              arg: { command: ["{{ workflow.inputs.s }}"], x-step: }
              all: { command: ["{{ ...workflow.inputs.l }}"], x-step: }
              env: { command: [e], environment: { X: "{{ workflow.inputs.s }}" }, x-step: { inputs: { s: "{{ workflow.inputs.s }}" } } }
            """);
        bench.With("s", new StringValue(new string('x', (128 << 10) - 1)));
        Assert.Single(bench.Task("arg").Command);
        bench.With("s", new StringValue(new string('x', 128 << 10)));
        const string fix = " [read the values from the file that DXFLOW_INPUTS_JSON names]";
        Assert.Equal("argument 0 has 131073 bytes, and a program can be given 128 KiB" + fix, bench.Failure("arg"));
        Assert.Equal("the variable X has 131073 bytes, and a program can be given 128 KiB" + fix, bench.Failure("env"));
        bench.With("l", new ListValue([.. Enumerable.Repeat(new StringValue(new string('x', 1023)), 1025)]));
        Assert.Equal("the command has 1049600 bytes, and a program can be given 1 MiB" + fix, bench.Failure("all"));
        bench.With("s", new StringValue("a\0b"));
        Assert.Equal("argument 0 holds a NUL character, which no program can be given" + fix, bench.Failure("arg"));
    }

    [Fact]
    public void A_long_input_has_no_variable_but_stands_in_the_file()
    {
        var bench = new EvaluationBench("""
            x-workflow: { inputs: { s: x } }
            services: { a: { command: [a], x-step: { inputs: { s: "{{ workflow.inputs.s }}" } } } }
            """).With("s", new StringValue(new string('x', 65 << 10)));
        var task = bench.Task("a");
        Assert.DoesNotContain("DXFLOW_INPUT_S", task.Environment.Keys);
        Assert.Contains(new string('x', 65 << 10), task.InputsJson, StringComparison.Ordinal);
    }

    [Fact]
    public void Directories_are_looked_into()
    {
        var bench = new EvaluationBench("""
            services:
              a: { command: [a], x-step: { outputs: { d: { type: dir, path: d } } } }
              b:
                command: ["{{ path(inputs.d, 'sub/x.txt') }}", "{{ inputs.x }}"]
                x-step: { inputs: { d: "{{ steps.a.outputs.d }}", x: "{{ path(steps.a.outputs.d, 'sub/x.txt') }}" } }
            """).Left("a", $$"""{"d":{{EvaluationBench.Json(EvaluationBench.File("d", ArtifactKind.Dir))}}}""");
        Assert.Equal(["/w/inputs/d/sub/x.txt", "/w/inputs/x.txt"], bench.Task("b").Command);
    }
}
