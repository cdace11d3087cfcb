using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Slices that share a job.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmGroupTests(SlurmCluster cluster) : SlurmTests(cluster)
{
    [Fact]
    public async Task So_many_slices_are_one_job_and_each_keeps_what_is_its_own()
    {
        var before = Cluster.Called("sbatch");
        await StartFileAsync(Fan(12, "group: 5\npool: 2", $"""
            echo "slice $DXFLOW_INPUT_N"
            echo "$SLURM_ARRAY_TASK_ID $SLURM_CPUS_PER_TASK" >>{Mark}
            echo $((DXFLOW_INPUT_N * DXFLOW_INPUT_N)) >outputs/n
            """));
        await SucceedsAsync();
        Assert.Equal(1, Cluster.Called("sbatch") - before);
        Assert.Equal(
            ["0 2", "0 2", "0 2", "0 2", "0 2", "1 2", "1 2", "1 2", "1 2", "1 2", "2 2", "2 2"],
            (await File.ReadAllLinesAsync(Mark)).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 12).Select(static n => n * n), await NumbersAsync());
        (await Home.Run("workflow", "logs", "only", "only/7")).Expect(0).Says("slice 7");
    }

    [Fact]
    public async Task One_of_a_group_is_stopped_alone()
    {
        await StartFileAsync(Fan(
            4, "group: 4\npool: 2\nrequire: { count: 3 }\ntimeout: { run: 2s }", "[ $DXFLOW_INPUT_N != 1 ] || sleep 1000\n"
            + "sleep 1; echo $DXFLOW_INPUT_N >outputs/n"));
        await SucceedsAsync();
        Assert.Equal([0, 2, 3], await NumbersAsync());
        (await Home.Run("workflow", "events", "only")).Expect(0).Says("ran too long");
        Assert.Equal("", (await Cluster.InsideAsync("sh", "-c", "pgrep -x sleep -a | grep ' 1000' || true")).Trim());
    }

    [Fact]
    public async Task What_a_job_had_not_begun_when_it_ended_is_submitted_again_and_has_used_no_attempt()
    {
        var before = Cluster.Called("sbatch");
        await StartFileAsync(Fan(
            3, "group: 3\nrequire: { count: 2 }",
            $"[ $DXFLOW_INPUT_N != 0 ] || {{ echo run >{Mark}; exec sleep 1000; }}\necho $DXFLOW_INPUT_N >outputs/n"));
        await Seen(Mark);
        var node = (await Cluster.SayAsync("squeue", "--noheader", "--name=only", "--format=%N")).Trim();
        await Cluster.KillNodeAsync(int.Parse(node[1..]));
        try
        {
            await Cluster.SayAsync("scontrol", "update", $"nodename={node}", "state=down", "reason=test");
            await SucceedsAsync();
        }
        finally
        {
            await Cluster.StartNodeAsync(int.Parse(node[1..]));
            await Cluster.ResumeAsync(node);
        }

        Assert.Equal([1, 2], await NumbersAsync());
        Assert.Equal(2, Cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_nothing_of_a_group()
    {
        await StartFileAsync(Fan(6, "group: 3\npool: 2", $"echo run >>{Mark}; exec sleep 1000"));
        await Home.Until(
            () => Task.FromResult(File.Exists(Mark) && File.ReadAllLines(Mark).Length == 4), "four to run",
            () => Cluster.SayAsync("squeue"));
        (await Home.Run("workflow", "stop", "only")).Expect(0);
        await Home.Until(
            async () => (await Cluster.SayAsync("squeue", "--noheader")).Length == 0, "the queue to be empty",
            () => Cluster.SayAsync("squeue"));
        Assert.Equal(4, (await File.ReadAllLinesAsync(Mark)).Length);
    }

    private string Fan(int count, string more, string script) => Home.Write("only.yaml", $$$"""
        name: only
        x-workflow: { outputs: { all: "{{ compact(steps.only.outputs.n) }}" } }
        services:
          only:
            x-step:
              {{{more.ReplaceLineEndings("\n      ")}}}
              each: { n: "{{ range({{{count}}}) }}" }
              outputs: { n: { type: int, file: outputs/n } }
              script: |
                {{{script.ReplaceLineEndings("\n        ")}}}
        """);

    private async Task<IEnumerable<int>> NumbersAsync() =>
        (await Home.Run("workflow", "outputs", "only", "-o", "json")).Expect(0).Json.GetProperty("values").GetProperty("all")
            .EnumerateArray().Select(static each => each.GetInt32());
}
