using Dxflow.Operations;

namespace Dxflow.Artifacts;

/// <summary>
/// The store as callers from elsewhere use it. What was brought and is referred to by no run goes with a prune, ten minutes after it was
/// last brought or kept.
/// </summary>
internal sealed class ArtifactDesk(ArtifactStore store)
{
    public const int KeptMax = 10_000;
    private const int UploadsMax = 32;
    private int _uploads;

    public async Task<ArtifactInfo> UploadAsync(UploadArtifact request, Stream content, Call call)
    {
        if (!ArtifactReference.IsName(request.Name))
        {
            throw Fault.Invalid(
                $"name: '{request.Name}' cannot be a file's name",
                $"use one without a slash, of at most {ArtifactReference.NameBytesMax} bytes");
        }

        if (request is { Kind: ArtifactKind.Dir, Executable: true })
        {
            throw Fault.Invalid("executable: a directory cannot be executed", "leave it out; the archive says it of each file");
        }

        // No journal precedes the effect.
        await (call.Audited ?? Task.CompletedTask);
        try
        {
            if (Interlocked.Increment(ref _uploads) > UploadsMax)
            {
                throw new Fault(FaultKind.Exhausted, $"{UploadsMax} uploads are under way", "try again when one of them has ended");
            }

            return Info(request.Kind == ArtifactKind.Dir
                ? await store.AddTarAsync(content, request.Name, call.Ended)
                : await store.AddStreamAsync(content, request.Name, request.Executable, call.Ended));
        }
        catch (ArtifactException bad)
        {
            throw new Fault(FaultKind.Invalid, bad.Message, "send a file, or a tar archive of files and directories", bad);
        }
        finally
        {
            Interlocked.Decrement(ref _uploads);
        }
    }

    public async Task<ArtifactsKept> KeepAsync(KeepArtifacts request, Call call)
    {
        if (request.References.Count > KeptMax)
        {
            throw Fault.Invalid($"references: there are {request.References.Count}, and {KeptMax} at most", "ask several times");
        }

        await (call.Audited ?? Task.CompletedTask);
        var (found, missing) = (new List<ArtifactInfo>(), new List<string>());
        foreach (var (text, reference) in request.References.Select(static text => (text, Parse(text))).ToList())
        {
            if (await store.FindAsync(reference, renew: true, call.Ended) is { } artifact)
            {
                found.Add(Info(artifact));
            }
            else
            {
                missing.Add(text);
            }
        }

        return new ArtifactsKept(found, missing);
    }

    public async Task<Download> DownloadAsync(DownloadArtifact request, Call call)
    {
        var reference = Parse(request.Reference);
        var found = await store.FindAsync(reference, renew: false, call.Ended)
            ?? throw new Fault(FaultKind.Missing, $"the engine does not have {request.Reference}", "its run may have been removed");
        var tag = $"\"{found.Sha256}\"";
        return found.Kind == ArtifactKind.Dir
            ? new Download(store.OpenTar(found), null, "application/x-tar", found.Name + ".tar", tag)
            : new Download(store.OpenRead(found), found.Size, "application/octet-stream", found.Name, tag);
    }

    private static Artifact Parse(string text) => ArtifactReference.Parse(text)
        ?? throw Fault.Invalid(
            $"'{text}' is no reference to an artifact", "write artifact:file/SHA256/NAME, as an upload or an output gives it");

    private static ArtifactInfo Info(Artifact artifact) =>
        new(ArtifactReference.Of(artifact), artifact.Kind, artifact.Sha256, artifact.Size);
}
