using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Carrying;
using Dxflow.Workflows;
using Dxflow.Workflows.Logs;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Views;

/// <summary>Keys as lists show them and commands take them are those that tasks see.</summary>
public sealed class StepKeysTests : IDisposable
{
    private readonly RunBench _bench = new("""
        name: demo
        services:
          relax: { command: [a], x-step: { key: "r-{{ each.s }}", each: { s: [x, y] } } }
          loop: { command: [b], x-step: { key: "g{{ turn }}", repeat: { max: 3 } } }
          call: { x-step: { workflow: sub, key: "c-{{ each.v }}", each: { v: [p, q] } } }
          plain: { command: [d], x-step: { each: { v: [p, q] } } }
        x-workflows:
          sub: { services: { inner: { command: [c], x-step: }, other: { command: [c], x-step: } } }
        """);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_key_is_what_its_task_sees()
    {
        Assert.Equal("r-{{ each.s }}", Key(0, 0));
        _bench.Fan("relax", 2).Fan("call", 2).Fan("plain", 2).Opened(1, 0, 0).Opened(1, 0, 1).Opened(2, 1, 0);

        Assert.Equal(["r-x", "r-y", "g0", "c-q", "plain/1"], [Key(0, 0), Key(0, 1), Key(1, 0), Key(2, 1), Key(3, 1)]);
        Assert.Equal(["g0/0", "g1/1", "c-q/inner", "c-q/other"], [Key(4, 0), Key(5, 0), Key(6, 0), Key(7, 0)]);
        foreach (var (step, slice) in new[] { (0, 1), (3, 1), (4, 0), (5, 0), (6, 0) })
        {
            Assert.Equal(_bench.Evaluation.Task(_bench.State, _bench.Attempt(step, slice)).Task.Key, Key(step, slice));
        }

        // Without anybody to ask they are shown as they are written.
        Assert.Equal("r-{{ each.s }}", StepKeys.Of(_bench.State, 0).Of(1));
    }

    [Theory]
    [InlineData("r-", "r-x r-y")]
    [InlineData("c-q/i", "c-q/inner")]
    [InlineData("g1/", "g1/1")]
    [InlineData("plain/1", "plain/1")]
    public void A_list_is_chosen_by_them(string key, string found)
    {
        _bench.Fan("relax", 2).Fan("call", 2).Fan("plain", 2).Opened(1, 0, 0).Opened(1, 0, 1).Opened(2, 1, 0);

        var rows = StepListing.Of(
            _bench.State, StepFilter.Of(new ListSteps("demo", Key: key), 100), DateTimeOffset.UnixEpoch, _bench.Evaluation.Key).Rows;

        Assert.Equal(found, string.Join(' ', rows.Select(row => row.Info.Key)));
    }

    [Theory]
    [InlineData("relax", "0.0 0.1")]
    [InlineData("relax/1", "0.1")]
    [InlineData("r-y", "0.1")]
    [InlineData("c-q", "6.0 7.0")]
    [InlineData("c-q/inner", "6.0")]
    [InlineData("call/1/other", "7.0")]
    [InlineData("call/1", "6.0 7.0")]
    [InlineData("loop/1", "5.0")]
    [InlineData("g1/1", "5.0")]
    [InlineData("loop", "4.0 5.0")]
    public void Logs_are_chosen_by_names_and_keys(string wanted, string found)
    {
        Ran();
        var choice = Choice(wanted);
        Assert.Equal(found, string.Join(' ', choice.Of(_bench.State).Select(id => $"{id.Step}.{id.Slice}")));
        foreach (var id in new[] { (0, 0), (0, 1), (4, 0), (5, 0), (6, 0), (7, 0) }.Select(at => _bench.Attempt(at.Item1, at.Item2)))
        {
            Assert.Equal(found.Split(' ').Contains($"{id.Step}.{id.Slice}"), choice.Wants(_bench.State, id));
        }
    }

    [Theory]
    [InlineData("c-qq")]
    [InlineData("c-q/nothing")]
    [InlineData("relax/no")]
    [InlineData("g1/2")]
    public void A_key_of_nothing_is_said(string wanted)
    {
        Ran();
        Assert.Contains($"'{wanted}'", Assert.Throws<Fault>(() => Choice(wanted).Of(_bench.State)).Info.Detail, StringComparison.Ordinal);
    }

    private LogChoice Choice(string wanted) => new(_bench.Plan, new ReadLogs("demo", Steps: [wanted]), _bench.Evaluation.Key);

    private void Ran()
    {
        _bench.Fan("relax", 2).Fan("call", 2).Fan("plain", 2).Opened(1, 0, 0).Opened(1, 0, 1).Opened(2, 1, 0);
        foreach (var (step, slice) in new[] { (0, 0), (0, 1), (4, 0), (5, 0), (6, 0), (7, 0) })
        {
            _bench.Apply(new AttemptGranted(1, step, slice, 1));
        }
    }

    private string Key(int step, int slice) => StepKeys.Of(_bench.State, step, _bench.Evaluation.Key).Of(slice);
}
