using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// What steps and services wrote. Without following, the lines of all attempts that are asked for, by time; while following, the
/// lines of all as they come, also of attempts that begin later (<see cref="LogFollowing"/>).
/// </summary>
internal sealed class RunLogs(WorkflowRegistry registry, RunBook runs, RunHouse house)
{
    /// <summary>Beyond this many lines they are put in order piece by piece.</summary>
    private const int SortedLinesMax = 100_000;

    public async IAsyncEnumerable<LogLine> LogsAsync(
        ReadLogs request, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var wanted = Wanted(runs.PlanOf(run), request.Steps);
        var tasks = await runs.AskAsync(run, state => Attempts(state, wanted, request.Attempt));
        var query = new LogQuery(request.Tail, request.Since is { } ago ? house.Time.GetUtcNow() - ago : null, request.Follow);
        var lines = request.Follow
            ? new LogFollowing(run, wanted, tasks, LinesAsync, runs).LinesAsync(query, link.Token)
            : InOrderAsync(run, tasks, query, link.Token);
        await foreach (var line in lines)
        {
            yield return line;
        }
    }

    /// <summary>The last lines of one attempt, for a report.</summary>
    public async Task<IReadOnlyList<LogLine>> TailAsync(RunEntry run, AttemptId id, int count, CancellationToken cancel)
    {
        var lines = new List<LogLine>();
        await foreach (var line in LinesAsync(run, id, new LogQuery(Tail: count), cancel))
        {
            lines.Add(line);
        }

        return lines.Count > count ? lines[^count..] : lines;
    }

    private static HashSet<int> Wanted(RunPlan plan, IReadOnlyList<string>? names)
    {
        if (names is null or [])
        {
            return [.. Enumerable.Range(0, plan.Nodes.Count)];
        }

        return [.. names.Select(name => RunLookup.Node(plan, name))];
    }

    private static List<AttemptId> Attempts(RunState state, HashSet<int> wanted, int? attempt)
    {
        var found = new List<AttemptId>();
        foreach (var step in wanted)
        {
            for (var slice = state.Steps[step].First; slice < state.Steps[step].First + state.Steps[step].Count; slice++)
            {
                if (state.Slices[slice].Attempt > 0 && (attempt ?? 1) <= state.Slices[slice].Attempt)
                {
                    found.Add(state.AttemptOf(slice) with { Attempt = attempt ?? state.Slices[slice].Attempt });
                }
            }
        }

        return found;
    }

    private async IAsyncEnumerable<LogLine> LinesAsync(
        RunEntry run, AttemptId id, LogQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var plan = runs.PlanOf(run);
        var node = plan.Nodes[id.Step];
        var mask = await runs.MaskAsync(run);
        await foreach (var line in house.RuntimeOf(node).LogsAsync(house.FilesOf(run.Id).Task(id), query, cancel))
        {
            yield return new LogLine(
                node.Name, line.At, line.Error, mask.Of(line.Text), id.Slice, id.Attempt, line.Position);
        }
    }

    private async IAsyncEnumerable<LogLine> InOrderAsync(
        RunEntry run, List<AttemptId> tasks, LogQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var kept = new List<LogLine>();
        foreach (var task in tasks)
        {
            await foreach (var line in LinesAsync(run, task, query, cancel))
            {
                if (tasks.Count == 1)
                {
                    yield return line;
                    continue;
                }

                kept.Add(line);
                if (kept.Count < SortedLinesMax)
                {
                    continue;
                }

                foreach (var sorted in kept.OrderBy(one => one.At))
                {
                    yield return sorted;
                }

                kept.Clear();
            }
        }

        foreach (var line in kept.OrderBy(one => one.At))
        {
            yield return line;
        }
    }
}
