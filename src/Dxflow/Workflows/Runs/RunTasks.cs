using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Runs;

/// <summary>What runs now: its use of the machine, and programs run beside it.</summary>
internal sealed class RunTasks(WorkflowRegistry registry, RunBook runs, RunHouse house)
{
    private const int ChunkBytes = 32 * 1024;
    private const int WaitingChunksMax = 64;

    public async Task<TaskStatsList> StatsAsync(ReadStats request, Call call)
    {
        var (run, active) = await ActiveAsync(request.Name, request.Run);
        var plan = runs.PlanOf(run);
        var items = new List<TaskStatsInfo>();
        foreach (var group in active.GroupBy(id => plan.Nodes[id.Step].Runtime))
        {
            var ids = group.ToList();
            var usage = await house.Seats[group.Key].Runtime.StatsAsync([.. ids.Select(house.FilesOf(run.Id).Task)], call.Ended);
            items.AddRange(ids.Zip(usage, (id, used) => new TaskStatsInfo(
                plan.Nodes[id.Step].Name, used?.CpuSeconds, used?.MemoryBytes, used?.MemoryPeakBytes, used?.Processes)));
        }

        return new TaskStatsList(items);
    }

    public async IAsyncEnumerable<ExecOutput> ExecAsync(
        ExecInStep request, IAsyncEnumerable<ExecInput> input, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (request.Command.Count == 0)
        {
            throw Fault.Invalid("there is nothing to run", "give the program after --: dxflow workflow exec NAME STEP -- ls");
        }

        var (run, active) = await ActiveAsync(request.Name, request.Run);
        var plan = runs.PlanOf(run);
        var step = RunLookup.Node(plan, request.Step);
        var id = active.FirstOrDefault(task => task.Step == step);
        if (id.Run is null)
        {
            throw Fault.Missing($"'{request.Step}' does not run now", $"see 'dxflow workflow steps {request.Name}'");
        }

        PlanRights.Check([plan.Nodes[step]], call.Caller, Environment.IsPrivilegedProcess);
        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        await using var session = await house.RuntimeOf(plan.Nodes[step]).ExecAsync(
            house.FilesOf(run.Id).Task(id), new ExecSpec(request.Command), link.Token);
        var chunks = Channel.CreateBounded<ExecOutput>(WaitingChunksMax);
        var feeding = FeedAsync(input, session.Input, link.Token);
        var reading = ReadAllAsync(session, chunks.Writer, link.Token);
        await foreach (var chunk in chunks.Reader.ReadAllAsync(link.Token))
        {
            yield return chunk;
        }

        await reading;
        yield return new ExecOutput([], Exit: await session.Exited);
        await link.CancelAsync();
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<(RunEntry Run, List<AttemptId> Active)> ActiveAsync(string name, int? number)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, name, number));
        return (run, await runs.AskAsync(run, state => Enumerable.Range(0, state.Slices.Length)
            .Where(slice => state.Slices[slice].Status == UnitStatus.Running).Select(state.AttemptOf).ToList()));
    }

    private static async Task FeedAsync(IAsyncEnumerable<ExecInput> input, Stream to, CancellationToken cancel)
    {
        try
        {
            await foreach (var record in input.WithCancellation(cancel))
            {
                if (record.Bytes is { Length: > 0 } bytes)
                {
                    await to.WriteAsync(bytes, cancel);
                    await to.FlushAsync(cancel);
                }

                if (record.End)
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // The program has closed its standard input; what else was meant for it goes nowhere, as in a shell.
        }
        finally
        {
            to.Close();
        }
    }

    private static async Task ReadAllAsync(IExecSession session, ChannelWriter<ExecOutput> to, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(ReadAsync(session.Output, false, to, cancel), ReadAsync(session.Error, true, to, cancel));
        }
        finally
        {
            to.TryComplete();
        }
    }

    private static async Task ReadAsync(Stream from, bool error, ChannelWriter<ExecOutput> to, CancellationToken cancel)
    {
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await from.ReadAsync(chunk, cancel)) > 0)
        {
            await to.WriteAsync(new ExecOutput(chunk[..read], error), cancel);
        }
    }
}
