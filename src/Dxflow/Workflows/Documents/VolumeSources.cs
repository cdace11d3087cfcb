using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// Brings files of a workflow's volumes into the store, as they are when a run starts. Of a directory of ours no link leads out; what a
/// container engine has, that engine reads. What cannot be had is an <see cref="IOException"/> that can be told to the caller.
/// </summary>
internal sealed class VolumeSources(RunHouse house)
{
    public async Task<ArtifactValue> TakeAsync(RunPlan plan, ArtifactSource source, CancellationToken cancel)
    {
        var (file, place) = (source.Volume!, plan.SourceVolumes!.First(volume => volume.Name == source.Volume!.Volume));
        try
        {
            var artifact = place.Engine is { } volume
                ? await OfEngineAsync(plan, place.Runtime, new VolumeRead(
                    volume.Name, file.Path, source.Kind, [.. ImagesOf(plan, place)], plan.Project), cancel)
                : await OfDirectoryAsync(plan.Workflow, file, source.Kind, cancel);
            return ArtifactForm.Of(artifact) with { Name = source.Name };
        }
        catch (Fault refused)
        {
            throw new IOException(refused.Info.Detail, refused);
        }
    }

    /// <summary>Of those that use it, then of the others there: one has to serve for reading.</summary>
    private static IEnumerable<Runtimes.Containers.Specs.ContainerImage> ImagesOf(RunPlan plan, SourceVolumePlan place) => plan.Nodes
        .Where(node => node.Container is not null && node.Runtime == place.Runtime)
        .OrderByDescending(node => node.Volumes?.Any(volume => volume.Name == place.Name) ?? false)
        .Select(static node => node.Container!.Image).DistinctBy(static image => image.Reference);

    private Task<Artifact> OfEngineAsync(RunPlan plan, string runtime, VolumeRead read, CancellationToken cancel) =>
        house.Seats.GetValueOrDefault(runtime)?.Runtime.Volumes is { } volumes
            ? volumes.TakeAsync(read, house.Store, cancel)
            : throw new IOException($"{plan.Workflow} has it on {runtime}, which this engine does not have");

    private async Task<Artifact> OfDirectoryAsync(string workflow, VolumeFile file, ArtifactKind kind, CancellationToken cancel)
    {
        if (house.Volumes.Find(workflow, file.Volume) is not { } root)
        {
            throw new IOException($"the volume `{file.Volume}` is not there: no run of {workflow} has used it yet");
        }

        var found = file.Path.Length == 0 ? ArtifactKind.Dir : OutputSelection.Find(root, file.Path)?.Kind;
        if (found != kind)
        {
            throw new IOException(VolumeRead.Refusal(file.Volume, file.Path, found, kind));
        }

        var path = file.Path.Length == 0 ? root : $"{root}/{file.Path}";
        return kind == ArtifactKind.Dir
            ? await house.Store.AddDirectoryAsync(path, within: root, cancel: cancel)
            : await house.Store.AddFileAsync(path, within: root, cancel: cancel);
    }
}
