using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>
/// What of an earlier run a run takes over. Of a slice about to be queued:
/// <list type="number">
/// <item>it is not to be run whatever there is;</item>
/// <item>the earlier run has a slice with its key, and that went well;</item>
/// <item>nothing that decides its result is different, or that is to be passed over;</item>
/// <item>what it gave can be had, is what is declared now, and is changed as was asked.</item>
/// </list>
/// Used by the loop of one run.
/// </summary>
internal sealed class RunReuse
{
    private const int NamesMax = 5;
    private readonly ReusePlan _reuse;
    private readonly NeutralRun _now;
    private readonly EarlierRun _before;
    private readonly ArtifactStore _store;
    private readonly SliceMatch _match;
    private readonly ForcedSteps _forced;
    private readonly ILookup<string, EditPlan> _edits;

    public RunReuse(ReusePlan reuse, NeutralRun now, EarlierRun before, ArtifactStore store)
    {
        (_reuse, _now, _before, _store) = (reuse, now, before, store);
        _match = new SliceMatch(now, before);
        _forced = new ForcedSteps(reuse.From, now);
        _edits = (reuse.Edits ?? []).ToLookup(static edit => edit.Key, StringComparer.Ordinal);
    }

    /// <summary>What of the earlier run is taken for a slice, which has this key.</summary>
    public Judgement Of(RunState state, int step, int slice, string key) => Edited(key, Judge(state, step, slice, key));

    private Judgement Judge(RunState state, int step, int slice, string key)
    {
        // 1
        if (_forced.Has(state, step, slice, key))
        {
            return Judgement.Run("from here on everything is to run") with { IsForced = true };
        }

        // 2
        if (_match.Find(state, step, slice, key) is not { } found)
        {
            return Judgement.Run($"{_before.Name} has no such key");
        }

        var place = _before.State.Steps[found.Step].First + found.Slice;
        var status = _before.State.Slices[place].Status;
        if (status is not (UnitStatus.Succeeded or UnitStatus.Reused))
        {
            return Judgement.Run($"it was {(status.IsFinal() ? EventProjection.Word(status) : "not done")} in {_before.Name}");
        }

        // 3
        var isPassed = IsNamed(_reuse.Force, state, step, key);
        var different = Different(state, (step, slice), found);
        if (different is not null && !isPassed)
        {
            return Judgement.Run(different);
        }

        // 4
        JsonElement? outputs = _before.State.Outputs.TryGetValue(place, out var left) ? left : null;
        return LeftOutputs.Unusable(state.NodeOf(step).Step!, outputs, _before.Name, IsThere) is { } unusable ? Judgement.Run(unusable)
            : new Judgement(
                true, $"as in {_before.Name}", outputs, different is null ? null : $"although {different}", From: _before.Name);
    }

    private bool IsThere(ArtifactValue artifact) => File.Exists(_store.PathOf(artifact.Kind, artifact.Sha256));

    private static bool IsNamed(IReadOnlyList<string>? paths, RunState state, int step, string key) => paths is { Count: > 0 }
        && paths.Any(path => KeyPath.IsUnder(key, path) || KeyPath.IsUnder(StepNames.Name(state, step), path));

    private string? Different(RunState state, (int Step, int Slice) now, (int Step, int Slice) then)
    {
        var (node, before) = (state.NodeOf(now.Step), _before.State.NodeOf(then.Step));
        if ((Uncacheable.Why(node) ?? Uncacheable.Why(before)) is { } why)
        {
            return $"it {why}";
        }

        try
        {
            var different = _now.Digest(state, now.Step, now.Slice).Differences(_before.Digest(then.Step, then.Slice));
            return different.Count == 0 ? null : $"another {Names(different)}";
        }
        catch (FlowException wrong)
        {
            return $"it cannot be compared: {wrong.Error.Message}";
        }
    }

    private static string Names(IReadOnlyList<string> parts) => parts.Count <= NamesMax ? string.Join(", ", parts)
        : $"{string.Join(", ", parts.Take(NamesMax))} and {parts.Count - NamesMax} more";

    /// <summary>A change of what is not taken over would be lost without a word, so that is an error.</summary>
    private Judgement Edited(string key, Judgement judged)
    {
        if (!_edits.Contains(key))
        {
            return judged;
        }

        var names = string.Join(", ", _edits[key].Select(static edit => edit.Output));
        if (!judged.Taken)
        {
            return judged with
            {
                Error = $"its output {names} was to be changed, but it is not taken over: {judged.Why}; add --force-reuse '{key}'",
            };
        }

        var outputs = JsonNode.Parse(judged.Outputs?.GetRawText() ?? "{}")!.AsObject();
        foreach (var edit in _edits[key])
        {
            outputs[edit.Output] = JsonNode.Parse(edit.Value);
        }

        using var changed = JsonDocument.Parse(outputs.ToJsonString());
        var said = $"{names} changed by hand";
        return judged with
        {
            Outputs = changed.RootElement.Clone(),
            Why = $"{judged.Why}, {said}",
            Passed = judged.Passed is { } passed ? $"{said}; {passed}" : said,
        };
    }
}
