using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>Loops: <c>repeat</c> and what is carried from turn to turn.</summary>
public sealed class LoopPlanTests
{
    private const string Train = """
        x-workflow: { inputs: { models: [a, b], rate: 0.1 } }
        services:
          prepare: { command: [p], x-step: { outputs: { weights: { type: file, path: w } } } }
          train:
            command: [train, "{{ inputs.weights }}", "{{ turn }}", "{{ each.model }}"]
            environment: { TURN: "{{ turn }}" }
            deploy: { resources: { limits: { cpus: "2" } } }
            x-step:
              each: { model: "{{ workflow.inputs.models }}" }
              inputs:
                weights: "{{ steps.prepare.outputs.weights }}"
                rate: { type: float, from: "{{ workflow.inputs.rate }}" }
                seed: "{{ turn * 100 + index }}"
              outputs: { weights: { type: file, path: w }, loss: { type: float, file: l }, next: { type: int, file: n, default: 1 } }
              retry: 2
              timeout: 5m
              on_fail: continue
              when: "{{ each.model != 'c' }}"
              needs: [other]
              repeat:
                max: "150"
                until: "{{ outputs.loss < inputs.rate || turn > 99 }}"
                carry: { weights: "{{ outputs.weights }}", rate: "{{ outputs.next }}" }
                on_max: accept
          other: { command: [o], x-step: }
          read: { command: [r], x-step: { inputs: { l: "{{ steps.train.outputs.loss }}" } } }
        """;

    [Fact]
    public void A_loop_is_a_step_with_a_body()
    {
        var plan = new PlanBench().Plan(Train);
        Assert.Equal(["prepare", "train", "other", "read", "train"], plan.Nodes.Select(node => node.Name));
        var (host, turn) = (plan.Nodes[1], plan.Nodes[4]);
        Assert.Equal("train Step after other:Final, prepare:Final", PlanBench.Show(plan, host));
        Assert.Equal("train Step after", PlanBench.Show(plan, turn));
        var body = Assert.Single(plan.Bodies!);
        Assert.Equal(("train", 4, 1, null), (body.Name, body.First, body.Count, body.OnExit));
        Assert.Equal((1, true, 0), (host.Step!.Call!.Body, host.Step.Call.Inline, host.Step.Call.With.Count));
        Assert.Equal((150, true), (host.Step.Repeat!.Max, host.Step.Repeat.AcceptMax));
        Assert.Equal("<outputs.loss < inputs.rate || turn > 99>", PlanBench.Show(host.Step.Repeat.Until));
        Assert.Equal(
            ["weights <outputs.weights>", "rate <outputs.next>"],
            host.Step.Repeat.Carry.Select(carry => $"{carry.Input} {PlanBench.Show(carry.From)}"));
        Assert.Equal((4, 1), (BodyPlan.All(plan)[0].Count, BodyPlan.All(plan)[1].Count));
    }

    [Fact]
    public void What_is_of_the_loop_and_what_of_a_turn_is_told_apart()
    {
        var plan = new PlanBench().Plan(Train);
        var (host, turn) = (plan.Nodes[1], plan.Nodes[4]);
        Assert.Equal((OnFail.Continue, true, 0, 0.0, 0), (
            host.Step!.OnFail, host.Step.WhenEach, host.Step.Retry.Limit, host.Resources.BookedCpus, host.Command.Count));
        Assert.Equal(new TimeoutPlan(null, null), host.Step.Timeout);
        Assert.NotNull(host.Step.Fan);
        Assert.Equal((OnFail.Fail, false, 2, 2.0, 4), (
            turn.Step!.OnFail, turn.Step.WhenEach, turn.Step.Retry.Limit, turn.Resources.BookedCpus, turn.Command.Count));
        Assert.Equal((null, null, null, null, TimeSpan.FromMinutes(5)), (
            turn.Step.Fan, turn.Step.When, turn.Step.Repeat, turn.Step.Call, turn.Step.Timeout.Run));
        Assert.Equal(host.Step.Outputs.Select(output => output.Type), turn.Step.Outputs.Select(output => output.Type));
        Assert.Equal("list<float?>", plan.Nodes[3].Step!.Inputs[0].Type);
    }

    [Fact]
    public void What_is_no_loop_is_told_with_its_place() => Assert.Equal(
        """
        3:40 `repeat` must be a map, and this is a text [Write { max: 10, until: "{{ outputs.done }}" }.]
        4:40 `repeat` has no `max` [Write how many turns there may be at most: max: 10.]
        4:50 `on_max` has no effect without `until`: there are exactly `max` turns [Remove it.]
        5:48 `max` must be a whole number from 1 to 1000000, and this is `0` [Write a number from 1 to 1000000.]
        5:62 `until` is a bool, and this is an int in {{ turn }} []
        6:61 the step `d` has no output `dne`; did you mean 'done'? in {{ outputs.dne }} [Declare it under `outputs`.]
        7:59 `carry` names `y`, which is no input of `e`; did you mean 'x'? [Declare it under `inputs`, with its first value.]
        7:80 the carried input `x` is an int, and this is a string in {{ 'a' }} [Read a text with json(…).]
        8:66 the step `f` has no input `y`; did you mean 'x'? in {{ inputs.y }} [Declare it under `inputs`.]
        9:22 `turn` is of a turn, and this is in no loop in {{ turn }} [Write repeat: { max: … }; `when` is asked before the first turn.]
        9:36 `outputs` is of a turn, and this is in no loop in {{ outputs.x }} [Write steps.NAME.outputs.NAME.]
        10:22 `outputs` is named in `until` and `carry` alone in {{ outputs.v }} [Hand it on with `carry` to an input.]
        """,
        new PlanBench().Fixes("""
        services:
          ok: { command: [x], x-step: { repeat: { max: 3 } } }
          b: { command: [x], x-step: { repeat: 3 } }
          c: { command: [x], x-step: { repeat: { on_max: accept } } }
          d0: { command: [x], x-step: { repeat: { max: 0, until: "{{ turn }}" } } }
          d: { command: [x], x-step: { repeat: { max: 1, until: "{{ outputs.dne }}" }, outputs: { done: { type: bool, file: d } } } }
          e: { command: [x], x-step: { repeat: { max: 1, carry: { y: "{{ 1 }}", x: "{{ 'a' }}" } }, inputs: { x: 1 } } }
          f: { command: [x], x-step: { repeat: { max: 1, carry: { x: "{{ inputs.y }}" } }, inputs: { x: 1 } } }
          g: { command: ["{{ turn }}", "{{ outputs.x }}"], x-step: }
          h: { command: ["{{ outputs.v }}"], x-step: { repeat: { max: 1 }, outputs: { v: { type: int, file: v } } } }
        """));

    [Fact]
    public void A_condition_is_asked_before_the_first_turn() => Assert.Equal(
        "2:62 `turn` is of a turn, and this is in no loop in {{ turn < 3 }}",
        new PlanBench().Problems("""
        services:
          a: { command: [a], x-step: { repeat: { max: 2 }, when: "{{ turn < 3 }}" } }
        """));
}
