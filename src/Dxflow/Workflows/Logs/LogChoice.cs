using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// Whose lines are wanted: steps and services by name, instances of a service by number from 1 (<c>web:2</c>), slices of a step by their
/// index from 0 (<c>relax/7</c>), attempts. A step that calls a document stands for all that is in there.
/// </summary>
internal sealed class LogChoice
{
    private readonly Dictionary<int, HashSet<int>?> _wanted = [];
    private readonly int? _attempt;
    private readonly bool _allAttempts;

    public LogChoice(RunPlan plan, ReadLogs request)
    {
        if (request is { Attempt: not null, AllAttempts: true })
        {
            throw Fault.Invalid("an attempt and all attempts are both asked for", "give one of the two");
        }

        (_attempt, _allAttempts) = (request.Attempt, request.AllAttempts);
        // Those of the document itself; what they call comes with them.
        var written = plan.Nodes.Take(BodyPlan.All(plan)[0].Count).Select(static node => node.Name);
        foreach (var name in request.Steps is { Count: > 0 } names ? names : written)
        {
            Add(plan, name);
        }
    }

    public bool Wants(AttemptId id, int node) =>
        _wanted.TryGetValue(node, out var slices) && (slices is null || slices.Contains(id.Slice))
        && (_attempt is null || id.Attempt == _attempt);

    /// <summary>Those that there are; <paramref name="from"/> may say from which attempt of an instance on.</summary>
    public List<AttemptId> Of(RunState state, Func<int, int, int?>? from = null)
    {
        var found = new List<AttemptId>();
        foreach (var step in Enumerable.Range(0, state.Steps.Length).Where(step => _wanted.ContainsKey(state.Steps[step].Node)))
        {
            for (var slice = state.Steps[step].First; slice < state.Steps[step].First + state.Steps[step].Count; slice++)
            {
                var last = state.Slices[slice].Attempt;
                var first = from?.Invoke(step, slice - state.Steps[step].First) ?? (_allAttempts ? 1 : last);
                for (var attempt = _attempt ?? first; attempt > 0 && attempt <= (_attempt ?? last);
                    attempt++)
                {
                    found.Add(state.AttemptOf(slice) with { Attempt = attempt });
                }
            }
        }

        return [.. found.Where(
            id => Wants(id, state.Steps[id.Step].Node) && id.Attempt <= state.Slices[state.Steps[id.Step].First + id.Slice].Attempt)];
    }

    /// <summary>
    /// Those of which the runtime does not know yet: followed now, they would seem to have ended. An event tells when they run.
    /// </summary>
    public static HashSet<AttemptId> Starting(RunState state) => [.. Enumerable.Range(0, state.Slices.Length)
        .Where(slice => state.Slices[slice] is { Attempt: > 0, Status: UnitStatus.Starting }).Select(state.AttemptOf)];

    private void Add(RunPlan plan, string name)
    {
        var mark = name.LastIndexOfAny([':', '/']);
        if (mark < 0)
        {
            All(plan, BodyPlan.All(plan), RunLookup.Node(plan, name));
            return;
        }

        var (isSlice, plain) = (name[mark] == '/', name[..mark]);
        var least = isSlice ? 0 : 1;
        if (!int.TryParse(name.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least)
        {
            throw Fault.Invalid(
                $"'{name}' names no {(isSlice ? "slice" : "instance")}",
                isSlice ? $"'{plain}/0' is the first of '{plain}'" : $"'{plain}:1' is the first of '{plain}'");
        }

        var node = RunLookup.Node(plan, plain);
        if (!_wanted.TryGetValue(node, out var slices))
        {
            _wanted[node] = slices = [];
        }

        slices?.Add(number - least);
    }

    private void All(RunPlan plan, IReadOnlyList<BodyPlan> bodies, int node)
    {
        if (_wanted.TryGetValue(node, out var slices) && slices is null)
        {
            return;
        }

        _wanted[node] = null;
        if (plan.Nodes[node].Step?.Call is { } call)
        {
            for (var inside = bodies[call.Body].First; inside < bodies[call.Body].First + bodies[call.Body].Count; inside++)
            {
                All(plan, bodies, inside);
            }
        }
    }
}
