using System.Text;
using Dxflow.Artifacts;
using Dxflow.Artifacts.Fetching;
using Dxflow.Operations;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// Brings what documents name as sources into the store, as far as the caller may have it: files of the engine's disk are for who reaches
/// its socket, objects for who has OBJECT, volumes of the workflow for who may run it, as is looked at before, and addresses for everybody,
/// as <see cref="UrlFetch"/> guards them. What cannot be had is an
/// <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/> that can be told to the caller.
/// </summary>
internal sealed class SourceStore(ArtifactStore store, UrlFetch fetch, TakeObject? objects, VolumeSources volumes)
{
    public ArtifactStore Store => store;

    public async Task<ArtifactValue> StoreAsync(RunPlan plan, ArtifactSource source, Call call) => source switch
    {
        { Volume: not null } => await volumes.TakeAsync(plan, source, call.Ended),
        { Reference: { } reference } => await KnownAsync(reference, source, call),
        { Url: { } url } => ArtifactForm.Of(await fetch.FetchAsync(url, source.Kind, source.Name, store, call.Ended)),
        { Object: { } place } => (await ObjectAsync(place, source.Kind, call)) with { Name = source.Name },
        { Path: { } path } => await FileAsync(path, source, call),
        _ => await TextAsync(source, call),
    };

    /// <summary>What lies in the object storage, as an artifact.</summary>
    public async Task<ArtifactValue> ObjectAsync(string path, ArtifactKind kind, Call call)
    {
        if (!call.Caller.IsMaster && !call.Caller.Permissions.HasFlag(Permission.Object))
        {
            throw new UnauthorizedAccessException($"it is an object, which needs OBJECT; '{call.Caller.Identity}' does not have it");
        }

        try
        {
            return ArtifactForm.Of(objects is null
                ? throw new IOException("this engine has no object storage") : await objects(store, path, kind, call.Ended));
        }
        catch (Fault refused)
        {
            throw new IOException(refused.Info.Detail, refused);
        }
    }

    /// <summary>Values that an earlier run had: what is about to be referred to again is not removed meanwhile.</summary>
    public async Task RenewAsync(IEnumerable<FlowValue> values, CancellationToken cancel)
    {
        foreach (var artifact in values.SelectMany(ArtifactForm.In).Distinct())
        {
            _ = await store.FindAsync(ArtifactForm.Of(artifact), renew: true, cancel)
                ?? throw Fault.Conflict($"the engine does not have '{artifact.Name}' any more", "give it again with -p NAME=@PATH");
        }
    }

    private async Task<ArtifactValue> KnownAsync(Artifact reference, ArtifactSource source, Call call) =>
        ArtifactForm.Of(await store.FindAsync(reference, renew: true, call.Ended) is { } found && found.Kind == source.Kind
            ? found
            : throw new IOException("the engine does not have it, or not as the document wants it; create the workflow again"));

    private async Task<ArtifactValue> FileAsync(string path, ArtifactSource source, Call call)
    {
        if (call.Caller.Local is null)
        {
            throw new UnauthorizedAccessException(
                "files are read from the engine's disk for local callers only; create the workflow with dxflow, which uploads them");
        }

        var artifact = source.Kind == ArtifactKind.Dir
            ? await store.AddDirectoryAsync(path, cancel: call.Ended)
            : await store.AddFileAsync(path, cancel: call.Ended);
        return ArtifactForm.Of(artifact) with { Name = source.Name };
    }

    private async Task<ArtifactValue> TextAsync(ArtifactSource source, Call call)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(source.Content ?? string.Empty));
        return ArtifactForm.Of(await store.AddStreamAsync(content, source.Name, cancel: call.Ended));
    }
}
