using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// Whose lines are wanted: steps and services by name, instances of a service by number from 1 (<c>web:2</c>), slices of a step by their
/// index from 0 (<c>relax/7</c>), attempts. A step that calls a document stands for all that is in there. Anything else is a key, or the
/// way to a step (<c>shoot/0/encode</c>), and stands for all below it; which slices those are, only the state of the run tells.
/// </summary>
internal sealed class LogChoice
{
    /// <summary>Each is compared with the keys of all slices, in the run's loop.</summary>
    public const int KeysMax = 100;

    private readonly Dictionary<int, HashSet<int>?> _wanted = [];
    private readonly List<string> _keys = [];
    private readonly Func<RunState, int, int, string?>? _ask;
    private readonly int? _attempt;
    private readonly bool _allAttempts;

    /// <param name="ask">Tells keys that the state alone does not tell.</param>
    public LogChoice(RunPlan plan, ReadLogs request, Func<RunState, int, int, string?>? ask = null)
    {
        if (request is { Attempt: not null, AllAttempts: true })
        {
            throw Fault.Invalid("an attempt and all attempts are both asked for", "give one of the two");
        }

        (_attempt, _allAttempts, _ask) = (request.Attempt, request.AllAttempts, ask);
        // Those of the document itself; what they call comes with them.
        var written = plan.Nodes.Take(BodyPlan.All(plan)[0].Count).Select(static node => node.Name);
        foreach (var name in request.Steps is { Count: > 0 } names ? names : written)
        {
            Add(plan, name);
        }
    }

    /// <summary>Something is chosen by its key: <see cref="Wants(RunState, AttemptId)"/> has to be asked.</summary>
    public bool HasKeys => _keys.Count > 0;

    public bool Wants(AttemptId id, int node) =>
        _wanted.TryGetValue(node, out var slices) && (slices is null || slices.Contains(id.Slice))
        && (_attempt is null || id.Attempt == _attempt);

    public bool Wants(RunState state, AttemptId id) => state.IndexOf(id.Step, id.Slice) >= 0
        && (Wants(id, state.Steps[id.Step].Node)
            || ((_attempt is null || id.Attempt == _attempt) && Below(state, id.Step, id.Slice, 1).Any()));

    /// <summary>Those that there are; <paramref name="from"/> may say from which attempt of an instance on.</summary>
    /// <exception cref="Fault">A key that no slice has.</exception>
    public List<AttemptId> Of(RunState state, Func<int, int, int?>? from = null)
    {
        var found = new List<AttemptId>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < state.Steps.Length; step++)
        {
            var below = Below(state, step, 0, state.Steps[step].Count, met).ToHashSet();
            if (below.Count == 0 && !_wanted.ContainsKey(state.Steps[step].Node))
            {
                continue;
            }

            for (var slice = 0; slice < state.Steps[step].Count; slice++)
            {
                var id = new AttemptId(state.Id, step, slice, 0);
                if (below.Contains(slice) || Wants(id with { Attempt = _attempt ?? 0 }, state.Steps[step].Node))
                {
                    found.AddRange(Attempts(state, id, from?.Invoke(step, slice)));
                }
            }
        }

        return _keys.Find(key => !met.Contains(key)) is not { } unknown ? found : throw Fault.Missing(
            $"there is no step, service or key '{unknown}' in this run", "'dxflow workflow steps NAME KEY' shows the keys that begin so");
    }

    private IEnumerable<AttemptId> Attempts(RunState state, AttemptId id, int? from)
    {
        var last = state.Slices[state.IndexOf(id.Step, id.Slice)].Attempt;
        var first = _attempt ?? from ?? (_allAttempts ? 1 : last);
        for (var attempt = Math.Max(first, 1); attempt <= Math.Min(_attempt ?? last, last); attempt++)
        {
            yield return id with { Attempt = attempt };
        }
    }

    /// <summary>The slices of a step that are chosen by a key, which is theirs or of what they are in.</summary>
    private IEnumerable<int> Below(RunState state, int step, int first, int count, HashSet<string>? met = null)
    {
        if (_keys.Count == 0)
        {
            yield break;
        }

        var (keys, name) = (StepKeys.Of(state, step, _ask), StepNames.Name(state, step));
        var may = _keys.Where(key => keys.MayBegin(key) || key.StartsWith(name, StringComparison.Ordinal) || IsAt(name, key)).ToList();
        for (var slice = first; slice < first + count && may.Count > 0; slice++)
        {
            var (own, way) = (keys.Of(slice), StepNames.NameOfSlice(state, step, slice));
            foreach (var key in may.Where(key => IsAt(own, key) || IsAt(way, key)))
            {
                met?.Add(key);
                yield return slice;
            }
        }
    }

    private static bool IsAt(string path, string key) => path.StartsWith(key, StringComparison.Ordinal)
        && (path.Length == key.Length || path[key.Length] == '/');

    /// <summary>
    /// Those of which the runtime does not know yet: followed now, they would seem to have ended. An event tells when they run.
    /// </summary>
    public static HashSet<AttemptId> Starting(RunState state) => [.. Enumerable.Range(0, state.Slices.Length)
        .Where(slice => state.Slices[slice] is { Attempt: > 0, Status: UnitStatus.Starting }).Select(state.AttemptOf)];

    private void Add(RunPlan plan, string name)
    {
        var mark = name.LastIndexOfAny([':', '/']);
        var (isSlice, plain) = (mark >= 0 && name[mark] == '/', mark < 0 ? name : name[..mark]);
        var node = RunLookup.Find(plan, plain);
        if (mark < 0 && node >= 0)
        {
            All(plan, BodyPlan.All(plan), node);
            return;
        }

        var isNumber = int.TryParse(name.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (mark < 0 || (isSlice && (node < 0 || !isNumber || plan.Nodes[node].Step?.Call is not null)))
        {
            // Not found among keys either, a name in the document is what was meant.
            _ = mark < 0 && !CanBeKey(plan) ? RunLookup.Node(plan, name) : -1;
            _keys.Add(name.TrimEnd('/'));
            _ = _keys.Count <= KeysMax ? 0 : throw Fault.Invalid($"more than {KeysMax} keys are asked for", "ask for what they are in");
            return;
        }

        var least = isSlice ? 0 : 1;
        if (!isNumber || number < least)
        {
            throw Fault.Invalid(
                $"'{name}' names no {(isSlice ? "slice" : "instance")}",
                isSlice ? $"'{plain}/0' is the first of '{plain}'" : $"'{plain}:1' is the first of '{plain}'");
        }

        node = RunLookup.Node(plan, plain);
        if (!_wanted.TryGetValue(node, out var slices))
        {
            _wanted[node] = slices = [];
        }

        slices?.Add(number - least);
    }

    /// <summary>Without keys of its own a document has none without a slash but the names of its steps.</summary>
    private static bool CanBeKey(RunPlan plan) =>
        plan.Nodes.Any(static node => node.Step is { } step && (step.Key.HasExpressions || step.Key.Text != node.Name));

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
