using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

/// <summary>Turns that are made of turns before, and slices with secrets of their own.</summary>
public sealed class RunViewsTests
{
    private const int Deep = 20_000;

    [Fact]
    public void What_is_carried_sees_what_the_turn_before_was_given()
    {
        using var bench = new RunBench("""
            services:
              loop:
                command: ["{{ inputs.least }}", "{{ inputs.all }}"]
                x-step:
                  inputs: { least: 9, all: { type: list<int>, default: [] } }
                  outputs: { v: { type: int, file: v } }
                  repeat:
                    max: 9
                    until: "{{ outputs.v > inputs.least }}"
                    carry: { least: "{{ min([inputs.least, outputs.v]) ?? 0 }}", all: "{{ inputs.all + [outputs.v] }}" }
            """);
        bench.Opened(0, 0, 0).Left(1, """{"v":5}""");
        Assert.False(bench.Evaluation.Close(bench.State, 0).Done);
        bench.Opened(0, 0, 1).Left(2, """{"v":7}""");
        Assert.True(bench.Evaluation.Close(bench.State, 0).Done);
        bench.Opened(0, 0, 2);
        Assert.Equal(["5", "[5,7]"], bench.Evaluation.Task(bench.State, bench.Attempt(3)).Task.Command);
        Assert.Equal(["5", "[5,7]"], bench.Fresh().Task(bench.State, bench.Attempt(3)).Task.Command);
        Assert.Equal(["9", "[]"], bench.Fresh().Task(bench.State, bench.Attempt(1)).Task.Command);
    }

    [Fact]
    public void What_each_turn_has_left_is_a_list_for_who_comes_after()
    {
        using var bench = new RunBench("""
            services:
              loop:
                command: [a]
                x-step:
                  each: { n: [1, 2] }
                  on_fail: continue
                  outputs: { v: { type: int, file: v, default: 0 } }
                  repeat: { max: 2 }
              sums:
                x-step: { workflow: sub, with: { n: 5 }, repeat: { max: 2, carry: { n: "{{ outputs.n }}" } } }
              after: { command: ["{{ steps.loop.turns.v }}", "{{ steps.sums.turns.n }}"], x-step: }
            x-workflows:
              sub:
                x-workflow: { inputs: { n: { type: int } }, outputs: { n: "{{ workflow.inputs.n + 1 }}" } }
                services: { a: { command: [a], x-step: } }
            """);
        bench.Fan("loop", 2).Opened(0, 1, 0).Left(3, """{"v":4}""").Opened(0, 1, 1).Left(4, "{}")
            .Opened(1, 0, 0).Opened(1, 0, 1)
            .Apply(
                new SliceFinished(1, 0, 0, 0, UnitStatus.Failed, FailureReason.Exit),
                new SliceFinished(1, 0, 1, 0, UnitStatus.Succeeded),
                new SliceFinished(1, 1, 0, 0, UnitStatus.Succeeded));
        Assert.Equal(["[null,[4,0]]", "[6,7]"], bench.Evaluation.Task(bench.State, bench.Attempt(2)).Task.Command);
    }

    [Fact]
    public void A_called_document_that_adds_to_what_it_was_given_is_taken_up_after_many_turns()
    {
        using var bench = new RunBench("""
            services:
              loop:
                x-step:
                  workflow: sub
                  with: { n: 0 }
                  repeat: { max: 1000000, carry: { n: "{{ inputs.n + outputs.more }}" } }
            x-workflows:
              sub:
                x-workflow: { inputs: { n: { type: int } }, outputs: { more: "{{ workflow.inputs.n - workflow.inputs.n + 1 }}" } }
                services: { a: { command: ["{{ workflow.inputs.n }}"], x-step: } }
            """);
        for (var turn = 0; turn < Deep; turn++)
        {
            bench.Opened(0, 0, turn);
        }

        var command = bench.Fresh().Task(bench.State, bench.Attempt(bench.State.Steps.Length - 1)).Task.Command;
        Assert.Equal([$"{Deep - 1}"], command);
    }

    [Fact]
    public void What_a_task_wrote_is_masked_with_the_secrets_of_its_slice_whichever_it_is()
    {
        using var bench = new RunBench("""
            services:
              many:
                command: [a]
                environment: { API_TOKEN: "token-{{ each.n }}-x" }
                x-step: { each: { n: "{{ range(1500) }}" } }
            """);
        bench.Fan("many", 1500);
        Assert.Equal("*** token-1400-x", bench.Evaluation.Mask(bench.State).Of("token-7-x token-1400-x"));
        Assert.Equal("*** ***", bench.Evaluation.MaskOf(bench.Attempt(0, 1400))(bench.State).Of("token-7-x token-1400-x"));
        Assert.Empty(bench.Evaluation.SecretsOf(bench.State, bench.Attempt(0, 1500)));
    }

    [Fact]
    public void Of_many_frames_only_those_that_go_on_are_remembered()
    {
        using var bench = new RunBench("services: { loop: { command: [a], x-step: { repeat: { max: 1000000 } } } }");
        var values = new FrameValues<int>();
        for (var turn = 0; turn <= FrameValues<int>.Max; turn++)
        {
            bench.Opened(0, 0, turn);
            values.Keep(bench.State, bench.State.FrameOfHost[0], turn);
        }

        Assert.InRange(values.Count, 1, 2);
        Assert.True(values.TryGet(bench.State.FrameOfHost[0], out var last));
        Assert.Equal(FrameValues<int>.Max, last);
    }
}
