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

            return await AddAsync(request, content, call.Ended);
        }
        catch (ArtifactException bad)
        {
            throw new Fault(FaultKind.Invalid, bad.Message, "send a file, or a tar or zip archive of files and directories", bad);
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
        var (type, ending) = request.Archive == ArchiveForm.Zip ? ("application/zip", "zip") : ("application/x-tar", "tar");
        return found.Kind == ArtifactKind.Dir
            ? new Download(store.OpenArchive(found, request.Archive), null, type, $"{found.Name}.{ending}", $"{found.Sha256}.{ending}")
            : new Download(store.OpenRead(found), found.Size, "application/octet-stream", found.Name, found.Sha256);
    }

    private async Task<ArtifactInfo> AddAsync(UploadArtifact request, Stream content, CancellationToken cancel)
    {
        await using var hashed = new HashedContent(content);
        var added = request.Kind == ArtifactKind.Dir
            ? await store.AddArchiveAsync(hashed, request.Name, cancel)
            : await store.AddStreamAsync(hashed, request.Name, request.Executable, cancel);
        var sha256 = await hashed.Sha256Async(cancel);
        return request.Sha256 is null || request.Sha256 == sha256 ? Info(added)
            : throw Fault.Invalid($"what came has the sha256 {sha256}, and {request.Sha256} was announced", "send it again");
    }

    private static Artifact Parse(string text) => ArtifactReference.Parse(text)
        ?? throw Fault.Invalid(
            $"'{text}' is no reference to an artifact", "write artifact:file/SHA256/NAME, as an upload or an output gives it");

    private static ArtifactInfo Info(Artifact artifact) =>
        new(ArtifactReference.Of(artifact), artifact.Kind, artifact.Sha256, artifact.Size);
}
