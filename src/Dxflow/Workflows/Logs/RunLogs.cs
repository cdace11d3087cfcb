using System.Globalization;
using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// What steps and services wrote: the lines of all attempts that are asked for, in one order (<see cref="LogOrder"/>); while following,
/// also of attempts that begin later (<see cref="LogFollowing"/>).
/// </summary>
internal sealed class RunLogs(WorkflowRegistry registry, RunBook runs, RunHouse house)
{
    private readonly SearchSeats _seats = new();

    public async IAsyncEnumerable<LogLine> LogsAsync(
        ReadLogs request, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (request.Tail < 0)
        {
            throw Fault.Invalid($"tail is {request.Tail}, and must be 0 or more");
        }

        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        var search = LogSearch.Of(request);
        using var seat = search is null ? null : _seats.Take();
        var from = LogPlaceText.Parse(call.ResumeAt);
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run ?? from?.Run));
        if (from is not null && from.Id != run.Id)
        {
            throw Fault.Invalid("Last-Event-ID is a place in the logs of another run", "leave it out, or name that run");
        }

        var choice = new LogChoice(runs.PlanOf(run), request, await runs.KeysAsync(run));
        var places = new LogPlaces(run.Number, run.Id, request.Tail is not null, from);
        var (tasks, starting) = await runs.AskAsync(run, state => (choice.Of(state, places.First), LogChoice.Starting(state)));
        var query = new LogQuery(request.Tail, request.Since, request.Follow, request.Until, Joined: request.Joined);
        await using var merge = new LogMerge(house.Time);
        foreach (var task in tasks)
        {
            if (request.Follow ? !starting.Contains(task) : FirstOf(run, task, query) is not null)
            {
                merge.Add(Source(task, query));
            }
        }

        await using var following = request.Follow ? new LogFollowing(run, choice, tasks, starting, runs) : null;
        following?.Begin(merge, id => Source(id, query with { Tail = null }), query.Until, house.Time, link.Token);
        if (following is null)
        {
            merge.Complete();
        }

        await foreach (var line in merge.LinesAsync(link.Token))
        {
            yield return line;
        }

        LogSource Source(AttemptId id, LogQuery query) => SourceOf(run, id, query, search, places);
    }

    /// <summary>The last lines of one attempt, for a report.</summary>
    public async Task<IReadOnlyList<LogLine>> TailAsync(RunEntry run, AttemptId id, int count, CancellationToken cancel)
    {
        var lines = new List<LogLine>();
        await foreach (var line in LinesAsync(run, id, new LogQuery(Tail: count), null, null, cancel))
        {
            lines.Add(line);
        }

        return lines.Count > count ? lines[^count..] : lines;
    }

    /// <summary>Before when an attempt has no line; null if it has none that is asked for, seen without opening its logs.</summary>
    private DateTimeOffset? FirstOf(RunEntry run, AttemptId id, LogQuery query)
    {
        var look = LogLook.Of(house.FilesOf(run.Id).Task(id).Directory);
        StreamLook[] written = [.. new[] { look.Output, look.Error }.Where(
            stream => stream.Length > 0 && (query.Since is not { } since || stream.ModifiedAt >= since))];
        return written.Length == 0 ? null : written.Min(static stream => stream.FirstAt);
    }

    private LogSource SourceOf(RunEntry run, AttemptId id, LogQuery query, LogSearch? search, LogPlaces places)
    {
        var after = places.Begin(id, query.Tail is not null);
        var placed = query with { After = after, Found = place => places.Found(id, place) };
        return new LogSource(
            id.Step,
            id.Slice,
            id.Attempt,
            (query.Follow ? null : FirstOf(run, id, query)) ?? DateTimeOffset.MinValue,
            source => LinesAsync(run, id, placed with { Waits = source.Rest }, search, places))
        {
            Over = () => places.Ended(id),
        };
    }

    private async IAsyncEnumerable<LogLine> LinesAsync(
        RunEntry run, AttemptId id, LogQuery query, LogSearch? search, LogPlaces? places,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var (node, name) = await runs.AskAsync(
            run, state => (state.NodeOf(id.Step), StepNames.NameOfSlice(state, id.Step, id.Slice)));
        var mask = await runs.MaskAsync(run, id);
        var masked = query with { Filter = search?.With(mask) };
        await foreach (var line in house.RuntimeOf(node).LogsAsync(house.FilesOf(run.Id).Task(id), masked, cancel))
        {
            var told = new LogLine(name, line.At, line.Error, TextOf(line, mask), id.Slice, id.Attempt, line.Position);
            yield return places is null ? told : told.In(places, id.Step);
        }
    }

    private static string TextOf(TaskLine line, SecretMask mask)
    {
        var text = line.Cut > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{mask.OfCut(line.Text)} [cut: the line has {line.Cut} bytes]")
            : mask.OfLines(line.Text);
        return line.Lost == 0
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"[{line.Lost} bytes before this are no longer kept: log-bytes-max] {text}");
    }
}
