using Dxflow.Artifacts;
using Dxflow.Artifacts.Packing;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Filling;

/// <summary>
/// Many files in one request, as a tar archive that goes into a directory which may hold others already. Each of them is whole and durable
/// when it gets its path, and all are when the answer comes; what breaks off in the middle has brought those that came first. It takes the
/// place of one upload among those that are under way.
/// </summary>
internal sealed class FillDesk(ObjectTree tree, UploadRoom room)
{
    public async Task<ObjectsFilled> FillAsync(FillObjects request, Stream content, Call call)
    {
        var top = ObjectPath.Parse(request.Path);
        await (call.Audited ?? Task.CompletedTask);
        try
        {
            using var entered = room.Enter();
            using var fill = new TreeFill(tree, top, request.Replace, call.Ended);
            fill.Begin(request.Parents);
            var names = new ArchiveTree(new ArchiveTarget(fill.KeepAsync, fill.Make), static () => long.MaxValue);
            await new TarUnpacker(names, call.Ended).UnpackAsync(content, "what came");
            fill.Settle();
            return new ObjectsFilled(top.Text, fill.Files, fill.Bytes, fill.Directories);
        }
        catch (ArtifactException bad)
        {
            throw new Fault(FaultKind.Invalid, bad.Message, "files before that have come; send a tar archive of the others", bad);
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
    }
}
