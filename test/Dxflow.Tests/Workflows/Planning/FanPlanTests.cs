using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>Fan-out: what <c>each</c> and the keys about slices become, and what is wrong with them.</summary>
public sealed class FanPlanTests
{
    private const string Sweep = """
        x-workflow:
          inputs: { structures: { type: list<file> }, fmax: 0.05, n: 3 }
          outputs: { energies: "{{ steps.relax.outputs.energy }}" }
        services:
          prepare: { command: [p], x-step: { outputs: { weights: { type: list<float>, file: w.json } } } }
          relax:
            command: ["relax", "{{ inputs.structure }}", "{{ each.weight * 2 }}"]
            x-step:
              each:
                structure: "{{ workflow.inputs.structures }}"
                weight: "{{ steps.prepare.outputs.weights }}"
              inputs: { label: "{{ index }}-{{ each.weight }}", fmax: "{{ workflow.inputs.fmax }}" }
              outputs: { energy: { type: float, file: e }, relaxed: { type: file, path: "out/{{ index }}.xyz" } }
              key: "relax-{{ index }}"
              parallel: "50"
              shuffle: true
              require: { ratio: "0.90", count: 1, rest: cancel }
              when: "{{ each.weight > 0 }}"
          rank:
            command: [rank]
            x-step:
              inputs:
                energies: "{{ steps.relax.outputs.energy }}"
                best: "{{ min(compact(steps.relax.outputs.energy)) }}"
                ok: "{{ steps.relax.ok_count }}"
        """;

    private static string Short(string problems) => problems.Replace(
        "is a list<int>, and elements of this list<int?> may be null: the step ", "may hold null: ", StringComparison.Ordinal);

    private static string Types(string each, string policy = "", string output = "{ type: int, file: v }", string reader = "") =>
        new PlanBench().Plan($$$"""
            x-workflow: { inputs: { xs: [1, 2], json: { type: json, default: [1] } } }
            services:
              a: { command: [a], x-step: { each: { x: {{{each}}} }, outputs: { v: {{{output}}} } {{{policy}}} } }
              b: { command: [b], x-step: { inputs: { v: "{{ steps.a.outputs.v }}" } {{{reader}}} } }
            """).Nodes[1].Step!.Inputs[0].Type;

    [Fact]
    public void A_fan_out_becomes_part_of_the_plan()
    {
        var plan = new PlanBench().Plan(Sweep);
        Assert.Equal(
            ["prepare Step after", "relax Step after prepare:Final", "rank Step after relax:Final"],
            plan.Nodes.Select(node => PlanBench.Show(plan, node)));
        var relax = plan.Nodes[1].Step!;
        Assert.Equal(
            ["structure file <workflow.inputs.structures>", "weight float <steps.prepare.outputs.weights>"],
            relax.Fan!.Each.Select(each => $"{each.Name} {each.Type} {PlanBench.Show(each.From)}"));
        Assert.Equal(
            (new RequirePlan(0.9m, 1, CancelRest: true), 50, true, true), (relax.Require, relax.Parallel, relax.WhenEach, relax.Shuffle));
        Assert.Equal(
            ["structure file <each.structure>", "weight float <each.weight>", "label string <index>-<each.weight>",
                "fmax float <workflow.inputs.fmax>"],
            relax.Inputs.Select(input => $"{input.Name} {input.Type} {PlanBench.Show(input.From)}"));
        Assert.Equal(["energies list<float?>", "best float?", "ok int"], plan.Nodes[2].Step!.Inputs.Select(
            input => $"{input.Name} {input.Type}"));
        Assert.Equal("list<float?>", plan.Outputs[0].Type);
    }

    [Fact]
    public void Without_each_a_plan_says_nothing_of_slices()
    {
        var step = new PlanBench().Plan("services: { a: { command: [a], x-step: { when: \"{{ index == 0 }}\" } } }").Nodes[0].Step!;
        Assert.Equal((null, null, null, false, false), (step.Fan, step.Require, step.Parallel, step.WhenEach, step.Shuffle));
    }

    [Theory]
    [InlineData("\"{{ workflow.inputs.xs }}\"", "int")]
    [InlineData("\"{{ range(3) }}\"", "int")]
    [InlineData("\"{{ product(workflow.inputs.xs, ['a']) }}\"", "list<json>")]
    [InlineData("\"{{ chunk(workflow.inputs.xs, 2) }}\"", "list<int>")]
    [InlineData("\"{{ workflow.inputs.json }}\"", "json")]
    [InlineData("\"{{ workflow.inputs.json.a ?? [] }}\"", "json")]
    [InlineData("\"{{ [1, null] }}\"", "int?")]
    [InlineData("\"{{ [] }}\"", "json")]
    [InlineData("[a, b]", "string")]
    [InlineData("[1, 2.5]", "float")]
    [InlineData("[[1], [2]]", "list<int>")]
    [InlineData("[{ a: 1 }]", "map<int>")]
    [InlineData("[]", "json")]
    public void An_element_has_the_type_of_its_list(string each, string type) => Assert.Equal(
        type, new PlanBench().Plan($$"""
            x-workflow: { inputs: { xs: [1, 2], json: { type: json, default: [1] } } }
            services: { a: { command: [a], x-step: { each: { x: {{each}} } } } }
            """).Nodes[0].Step!.Inputs[0].Type);

    [Fact]
    public void Outputs_are_lists_and_null_is_where_it_may_be()
    {
        const string list = "\"{{ workflow.inputs.xs }}\"";
        Assert.Equal("list<int>", Types(list));
        Assert.Equal("list<int?>", Types(list, ", require: { count: 1 }"));
        Assert.Equal("list<int?>", Types(list, ", on_fail: continue"));
        Assert.Equal("list<int?>", Types(list, ", when: \"{{ inputs.x > 1 }}\""));
        Assert.Equal("list<int?>", Types(list, ", when: \"{{ each.x > 1 }}\""));
        Assert.Equal("list<int?>", Types(list, ", when: \"{{ index > 1 }}\""));
        Assert.Equal("list<int>?", Types(list, ", when: \"{{ len(workflow.inputs.xs) > 1 }}\""));
        Assert.Equal("list<int>?", Types(list, ", run_if: any_failed, needs: []"));
        Assert.Equal("list<int?>", Types(list, output: "{ type: int?, file: v }"));
        Assert.Equal("list<int?>", Types(list, output: "{ type: int, file: v, collect: failure }"));
        Assert.Equal("list<int>", Types(list, ", on_fail: continue", "{ type: int, file: v, default: 0 }"));
        Assert.Equal("list<int?>?", Types(list, reader: ", run_if: all_done"));
        Assert.Equal("list<int>?", Types(list, output: "{ type: int, file: v, default: 0 }", reader: ", run_if: all_done"));
    }

    [Fact]
    public void Null_in_a_list_is_refused_with_its_reason() => Assert.Equal(
        """
        8:41 the input `a` may hold null: `req` has `require`, so single slices may have failed in {{ steps.req.outputs.v }}
        9:41 the input `b` may hold null: `cont` has `on_fail: continue`, so single slices may have failed in {{ steps.cont.outputs.v }}
        10:41 the input `c` may hold null: `each` has `when` for each slice, which may be skipped in {{ steps.each.outputs.v }}
        11:41 the input `d` may be null: the step `once` has `when`, so it may be skipped in {{ steps.once.outputs.v }}
        """,
        Short(new PlanBench().Problems("""
        services:
          req: { command: [a], x-step: { each: { x: [1] }, require: { ratio: .5 }, outputs: { v: { type: int, file: v } } } }
          cont: { command: [a], x-step: { each: { x: [1] }, on_fail: continue, outputs: { v: { type: int, file: v } } } }
          each: { command: [a], x-step: { each: { x: [1] }, when: "{{ inputs.x > 0 }}", outputs: { v: { type: int, file: v } } } }
          once: { command: [a], x-step: { each: { x: [1] }, when: "{{ run.number > 0 }}", outputs: { v: { type: int, file: v } } } }
          b:
            { command: [b], x-step: { inputs: {
                a: { type: list<int>, from: "{{ steps.req.outputs.v }}" },
                b: { type: list<int>, from: "{{ steps.cont.outputs.v }}" },
                c: { type: list<int>, from: "{{ steps.each.outputs.v }}" },
                d: { type: list<int>, from: "{{ steps.once.outputs.v }}" },
                e: { type: list<int>, from: "{{ compact(steps.req.outputs.v) }}" },
                f: { type: list<int?>, from: "{{ steps.cont.outputs.v }}" } } } }
        """)));

    [Fact]
    public void What_is_no_fan_out_is_told_with_its_place() => Assert.Equal(
        """
        5:38 `each` names no list [Write each: { NAME: "{{ LIST }}" }, or remove it.]
        6:43 `each.x` must be a list, and this is a text [Write one reference to a list: "{{ range(10) }}", or the list itself.]
        6:49 `each.y` must be a list, and this is a map [Write one reference to a list: "{{ range(10) }}", or the list itself.]
        7:47 `each.x` is a list, and this is an int in {{ workflow.inputs.n }} [A number of slices is range(n).]
        7:77 `each.y` is a list, and this is a string in {{ workflow.inputs.s }} [Put it in brackets: [x].]
        8:43 `each.x` is a list, and text around a reference makes a string [Write the reference alone in its quotes.]
        9:47 `each.x` may be null: the input is optional in {{ workflow.inputs.maybe }} [Give a list for that case with '?? []'.]
        10:53 `index` is of a slice, which this list makes in {{ range(index) }} [Refer to `workflow.inputs` or to a step's outputs.]
        10:72 `each` is of a slice, which this list makes in {{ each.x }} [Refer to `workflow.inputs` or to a step's outputs.]
        10:91 `inputs` are a step's own and cannot be named here in {{ inputs.q }} [Refer to `workflow.inputs` or to a step's outputs.]
        11:42 the input `X` has the name of `each.x`, which is also an input [Remove it, or rename one of the two.]
        12:68 `ratio` must be a number from 0 to 1, and this is `90%` [Write a decimal: ratio: 0.9.]
        13:59 `require` says neither `ratio` nor `count` [Write { ratio: 0.9 } or { count: 45 }.]
        14:59 `require` must be a map, and this is a text [Write { ratio: 0.9 } or { count: 45 }.]
        15:77 `maybe` is no value of `require.rest` [Write run or cancel.]
        16:41 `require` counts slices, and there is no `each` [Remove it; `on_fail: continue` tolerates the failure of a step.]
        16:65 `parallel` is about slices, and there is no `each`: it has no effect [Remove it, or add `each`.]
        16:77 `shuffle` is about slices, and there is no `each`: it has no effect [Remove it, or add `each`.]
        17:60 `parallel` must be a whole number of at least 1, and this is `0` [Write a number of at least 1.]
        18:44 a reference cannot stand here [References are for `from`, and a list of them is one: "{{ [a, b] }}".]
        """,
        new PlanBench().Fixes("""
        x-workflow:
          inputs: { n: 1, s: text, maybe: { type: list<int>? } }
        services:
          ok: { command: [x], x-step: { each: { x: [1] } } }
          a: { command: [x], x-step: { each: {} } }
          b: { command: [x], x-step: { each: { x: 3, y: { a: 1 } } } }
          c: { command: [x], x-step: { each: { x: "{{ workflow.inputs.n }}", y: "{{ workflow.inputs.s }}" } } }
          d: { command: [x], x-step: { each: { x: "a{{ range(3) }}" } } }
          e: { command: [x], x-step: { each: { x: "{{ workflow.inputs.maybe }}" } } }
          f: { command: [x], x-step: { each: { x: "{{ range(index) }}", y: "{{ each.x }}", z: "{{ inputs.q }}" } } }
          g: { command: [x], x-step: { inputs: { X: 1 }, each: { x: [1] } } }
          h: { command: [x], x-step: { each: { x: [1] }, require: { ratio: 90% } } }
          i: { command: [x], x-step: { each: { x: [1] }, require: { rest: run } } }
          j: { command: [x], x-step: { each: { x: [1] }, require: 0.9 } }
          k: { command: [x], x-step: { each: { x: [1] }, require: { count: 1, rest: maybe } } }
          l: { command: [x], x-step: { require: { count: 1 }, parallel: 2, shuffle: true } }
          m: { command: [x], x-step: { each: { x: [1] }, parallel: 0 } }
          n: { command: [x], x-step: { each: { x: ["{{ workflow.inputs.n }}"] } } }
        """));

    [Fact]
    public void Elements_are_seen_by_their_own_step_alone() => Assert.Equal(
        """
        2:21 `each` is of a step, and this is none in {{ each.x }} []
        5:22 `each` of the step `a` has no `dirr`; did you mean 'dir'? in {{ each.dirr }} [Declare it under `each`.]
        5:41 each.dir is a dir, which has no path here in {{ each.dir }} [Write {{ inputs.dir }}: it is also an input.]
        5:59 this may be null, which has no text: the elements of `each.n` are int? in {{ each.n }} [Give a value for that case with '??'.]
        8:25 the step `b` has no `each` in {{ each.n }} [Write each: { n: … } below x-step.]
        """,
        new PlanBench().Fixes("""
        x-workflow:
          outputs: { o: "{{ each.x }}" }
        services:
          a:
            command: [a, "{{ each.dirr }}", "{{ each.dir }}", "{{ each.n }}", "{{ inputs.dir }}", "{{ inputs.n ?? 0 }}", "{{ index }}"]
            x-step:
              each: { dir: "{{ steps.d.outputs.ds }}", n: "{{ [1, null] }}" }
          b: { command: [b, "{{ each.n }}"], x-step: }
          d: { command: [d], x-step: { outputs: { ds: { type: list<dir>, glob: "*" } } } }
        """));

    [Fact]
    public void There_is_one_container_name_and_one_port_of_the_machine() => Assert.Equal(
        """
        4:21 `a` has `each` and one `container_name`: no two containers have the same [Remove container_name.]
        5:13 `a` has `each`, and its slices cannot all have port 8080 of this machine [Write the container's port alone: "80".]
        7:36 the lists of `each` are of unequal lengths: `x` has 1, `y` has 2 [All pairs are {{ product(a, b) }}.]
        8:74 `c` requires 3 slices to go well, and has 2 [Ask for fewer.]
        """,
        new PlanBench
        {
            Options = new PlanOptions(
                new MachineCapacity(8, 1 << 30), "docker", Runtimes: ["docker"],
                Engines: [new ContainerEngine("docker", "unix:///d", true)]),
        }.Fixes("""
        services:
          a:
            image: a
            container_name: one
            ports: ["8080:80", "81", "9000-9005:82"]
            x-step: { each: { x: [1] } }
          b: { image: b, x-step: { each: { x: [1], y: [1, 2], z: "{{ [1] }}" } } }
          c: { image: c, x-step: { each: { x: [1, 2], z: "{{ [1] }}" }, require: { count: 3 } } }
        """));

    [Fact]
    public void A_circle_through_each_is_named() => Assert.Equal(
        "2:18 steps wait for each other: `b` waits for `a` ({{ steps.a.ok_count }}), `a` waits for `b` ({{ steps.b.outputs.v }})",
        new PlanBench().Problems("""
        services:
          b: { command: ["{{ steps.a.ok_count }}"], x-step: { outputs: { v: { type: list<int>, file: v } } } }
          a: { command: [a], x-step: { each: { x: "{{ steps.b.outputs.v }}" } } }
        """));
}
