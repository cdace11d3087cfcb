using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// What any run has made of the same inputs. Of a slice about to be queued:
/// <list type="number">
/// <item>its digest says all that it depends on;</item>
/// <item>there is a result with that digest, and a run that has it is kept;</item>
/// <item>what it gave is in the store, and is what is declared; from now on this run has it too.</item>
/// </list>
/// Of one that went well what is to be remembered. Whatever is in the way is a miss. Used by the loop of one run.
/// </summary>
internal sealed class RunCache(RunPlan plan, NeutralRun now, ArtifactStore store, CachePlace place)
{
    private static readonly ContainerImage NoImage = new("");

    private readonly bool _hasServices = plan.Nodes.Any(static node => node.Kind == NodeKind.Service);
    private readonly Dictionary<int, string> _made = [];

    public static bool IsWanted(RunPlan plan) => plan.Nodes.Any(static node => node.Step is { Cached: true });

    public Judgement Judge(RunState state, int step, int slice)
    {
        // 1
        var (digest, why) = Digest(state, step, slice);
        if (digest is null)
        {
            return Judgement.Run(why!);
        }

        // 2
        if (Find(digest) is not { } found)
        {
            return Judgement.Run("no run that is kept has done it with these inputs");
        }

        // 3
        if (LeftOutputs.Unusable(state.NodeOf(step).Step!, found.Outputs, found.Name, store, IsThere) is { } gone)
        {
            Drop(digest);
            return Judgement.Run(gone);
        }

        if (!place.IsPreview && found.Run != place.Run)
        {
            Keep(digest, JsonSerializer.SerializeToUtf8Bytes(found with { Run = place.Run }, CacheJson.Default.CachedResult));
        }

        return new Judgement(true, $"cached from {found.Name}", found.Outputs, From: found.Name) { IsCached = true };
    }

    /// <summary>What is to be remembered of an attempt that is over, and under which digest; null: nothing.</summary>
    public (string Digest, byte[] Entry)? Remembered(RunState state, AttemptId id)
    {
        var at = state.IndexOf(id.Step, id.Slice);
        if (at < 0 || state.IsOnExit(id.Step) || state.NodeOf(id.Step).Step is not { Cached: true }
            || state.Slices[at] is not { Status: UnitStatus.Succeeded } it || it.Attempt != id.Attempt
            || Digest(state, id.Step, id.Slice).Digest is not { } digest)
        {
            return null;
        }

        JsonElement? outputs = state.Outputs.TryGetValue(at, out var left) ? left : null;
        return (digest, JsonSerializer.SerializeToUtf8Bytes(
            new CachedResult(place.Run, place.Name, outputs), CacheJson.Default.CachedResult));
    }

    private bool IsThere(ArtifactValue artifact) => store.Has(artifact.Kind, artifact.Sha256, renew: !place.IsPreview);

    private (string? Digest, string? Why) Digest(RunState state, int step, int slice)
    {
        var node = state.NodeOf(step);
        if (Uncached.Why(node) is { } why)
        {
            return (null, $"it is not cached: it {why}");
        }

        try
        {
            var digest = now.Digest(state, step, slice);
            Add(digest, node, state.Steps[step].Node);
            return digest.HoldsSecret ? (null, $"it is not cached: it {Uncached.GivenSecret}")
                : digest.Whole() is { } whole ? (whole, null)
                : (null, $"it is not cached: its {(node.Container is null ? "program" : "image")} was not known at the start");
        }
        catch (FlowException wrong)
        {
            return (null, $"it cannot be compared: {wrong.Error.Message}");
        }
    }

    /// <summary>
    /// What two runs of one workflow have in common anyway, and two workflows need not: what the container may reach beside its image,
    /// which codes are success, and whose services it finds by their names.
    /// </summary>
    private void Add(TaskDigest digest, NodePlan node, int index)
    {
        if (!_made.TryGetValue(index, out var container))
        {
            var spec = (node.Container ?? InJob(node)) is not { } of ? null : of with
            {
                Image = NoImage,
                Name = null,
                Files = null,
                Logging = null,
            };
            _made[index] = container = spec is null ? "" : JsonSerializer.Serialize(spec, PlanJson.Default.ContainerSpec);
        }

        digest.Add("container", container);
        digest.Add("exit", string.Join(',', node.Step!.Exit.Ok.Order()));
        digest.Add("services", _hasServices ? plan.Workflow : "");
    }

    /// <summary>What an image that a cluster runs in its jobs may reach.</summary>
    private static ContainerSpec? InJob(NodePlan node) => node.Mounts is { } mounts ? new ContainerSpec(NoImage, Mounts: mounts) : null;

    private CachedResult? Find(string digest)
    {
        try
        {
            if (store.Results.Find(digest) is not { } entry)
            {
                return null;
            }

            var found = JsonSerializer.Deserialize(entry, CacheJson.Default.CachedResult);
            if (found is not null && place.Has(found.Run))
            {
                return found;
            }
        }
        catch (JsonException)
        {
            // A crash has left half of it.
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        Drop(digest);
        return null;
    }

    private void Keep(string digest, byte[] entry)
    {
        try
        {
            store.Results.Keep(digest, entry);
        }
        catch (IOException)
        {
            // Then it goes with the run that had it before.
        }
    }

    private void Drop(string digest)
    {
        if (place.IsPreview)
        {
            return;
        }

        try
        {
            store.Results.Remove(digest);
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            // It is no more than a miss again.
        }
    }
}
