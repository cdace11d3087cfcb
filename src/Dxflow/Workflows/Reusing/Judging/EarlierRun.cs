using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Storage;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs.Sealed;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>A run that has ended, as its files tell it: its state does not change any more. For one owner at a time.</summary>
internal sealed class EarlierRun(string name, RunState state, NeutralRun neutral)
{
    private readonly Dictionary<int, Dictionary<string, (int Step, int Slice)>> _keys = [];

    public string Name => name;

    public RunState State => state;

    public RunPlan Plan => state.Plan;

    /// <exception cref="DamagedFileException">What is there is no run.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EarlierRun Open(RunFiles files, string name, ArtifactStore store)
    {
        var state = StoredRun.Open(files);
        try
        {
            using var inputs = JsonDocument.Parse(File.ReadAllBytes(files.Inputs));
            return new EarlierRun(
                name, state, new NeutralRun(state.Plan, WorkflowInputs.Read(inputs.RootElement, state.Plan.Inputs), store));
        }
        catch (JsonException strange)
        {
            throw new DamagedFileException(files.Inputs, 0, strange.Message);
        }
    }

    public string Key(int step, int slice) => neutral.Key(state, step, slice);

    public Planning.Evaluation.TaskDigest Digest(int step, int slice) => neutral.Digest(state, step, slice);

    /// <summary>The keys of all slices that there are; those that nothing can tell are left out.</summary>
    public IEnumerable<(string Key, int Step, int Slice)> Keys() =>
        Enumerable.Range(0, state.Frames.Length).SelectMany(frame => KeysIn(frame));

    /// <summary>The step and slice with a key, of those in a frame.</summary>
    public (int Step, int Slice)? Find(int frame, string key)
    {
        if (!_keys.TryGetValue(frame, out var keys))
        {
            _keys[frame] = keys = [];
            foreach (var (known, step, slice) in KeysIn(frame))
            {
                keys.TryAdd(known, (step, slice));
            }
        }

        return keys.TryGetValue(key, out var found) ? found : null;
    }

    /// <summary>The frame of a turn of a slice, by its place in the column; -1: there was none.</summary>
    public int FrameOf(int host, int turn)
    {
        var frame = state.FrameOfHost.GetValueOrDefault(host, -1);
        while (frame >= 0 && state.Frames[frame].Turn != turn)
        {
            frame = state.Frames[frame].Before;
        }

        return frame;
    }

    /// <summary>Its key, or null where that cannot be told.</summary>
    public string? KeyOrNull(int step, int slice)
    {
        try
        {
            return Key(step, slice);
        }
        catch (FlowException)
        {
            return null;
        }
    }

    private IEnumerable<(string Key, int Step, int Slice)> KeysIn(int frame)
    {
        var it = state.Frames[frame];
        for (var step = it.First; step < it.First + state.Bodies[it.Body].Count; step++)
        {
            // What never was fanned out has a slice that only stands for them all.
            var isOpen = state.NodeOf(step).Step is { Fan: null } || state.Steps[step].IsFanned;
            for (var slice = 0; isOpen && slice < state.Steps[step].Count; slice++)
            {
                if (KeyOrNull(step, slice) is { } key)
                {
                    yield return (key, step, slice);
                }
            }
        }
    }
}
