using Dxflow.Objects.Archives;
using Dxflow.Objects.Filling;
using Dxflow.Objects.Incoming;
using Dxflow.Objects.Keeping;
using Dxflow.Operations;

namespace Dxflow.Objects;

/// <summary>The engine's object storage: files and directories that stay there until somebody removes them.</summary>
internal static class ObjectOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "object.list", "GET /api/objects", Permission.Object, Effect.Reads,
            "List what is in a directory.",
            ObjectJson.Default,
            static (ObjectDesk desk, ListObjects request, Call call) => desk.ListAsync(request, call))
            .With("dxflow object list data --depth 3 --pattern '*.fastq'"),
        Operation.Call(
            "object.create", "POST /api/objects", Permission.Object, Effect.Changes,
            "Make a directory.",
            ObjectJson.Default,
            static (ObjectDesk desk, CreateObject request, Call call) => desk.CreateAsync(request, call)),
        Operation.Upload(
            "object.upload", "POST /api/objects/upload", Permission.Object, Effect.Changes,
            "Bring a file.",
            ObjectJson.Default,
            static (ObjectDesk desk, UploadObject request, Stream content, Call call) => desk.UploadAsync(request, content, call))
            .With("dxflow object upload data/reads.fastq reads.fastq --parents"),
        Operation.Upload(
            "object.fill", "POST /api/objects/fill", Permission.Object, Effect.Changes,
            "Bring many files at once: those of a tar archive, each to its path below a directory.",
            ObjectJson.Default,
            static (FillDesk desk, FillObjects request, Stream content, Call call) => desk.FillAsync(request, content, call))
            .With("tar c reads | dxflow object fill data -", "dxflow object fill data reads.tar --replace"),
        Operation.Download(
            "object.download", "GET /api/objects/download", Permission.Object, Effect.Reads,
            "Fetch a file, or a directory or several things as a tar archive.",
            ObjectJson.Default,
            static (ObjectDesk desk, DownloadObject request, Call call) => desk.DownloadAsync(request, call))
            .With("dxflow object download data/reads.fastq reads.fastq", "dxflow object download data | tar x",
                "dxflow object download data/reads.fastq here --also results"),
        Operation.Call(
            "object.move", "POST /api/objects/move", Permission.Object, Effect.Changes,
            "Give a file or a directory another path.",
            ObjectJson.Default,
            static (ObjectDesk desk, MoveObject request, Call call) => desk.MoveAsync(request, call)),
        Operation.Call(
            "object.copy", "POST /api/objects/copy", Permission.Object, Effect.Changes,
            "Copy a file, or a directory with all below it.",
            ObjectJson.Default,
            static (ObjectDesk desk, CopyObject request, Call call) => desk.CopyAsync(request, call)),
        Operation.Call(
            "object.remove", "DELETE /api/objects", Permission.Object, Effect.Changes,
            "Remove a file, or a directory.",
            ObjectJson.Default,
            static (ObjectDesk desk, RemoveObject request, Call call) => desk.RemoveAsync(request, call),
            destructive: true, relieves: true),
        Operation.Call(
            "object.show", "GET /api/objects/show", Permission.Object, Effect.Reads,
            "Show a file or a directory: size, times, media type, SHA-256.",
            ObjectJson.Default,
            static (ObjectDesk desk, ShowObject request, Call call) => desk.ShowAsync(request, call)),
        Operation.Call(
            "object.verify", "GET /api/objects/verify", Permission.Object, Effect.Reads,
            "Read files again and compare them with what was brought.",
            ObjectJson.Default,
            static (ObjectDesk desk, VerifyObject request, Call call) => desk.VerifyAsync(request, call)),
        Operation.Call(
            "object.set", "POST /api/objects/set", Permission.Object, Effect.Changes,
            "Note something of a file or a directory: pairs of a name and a value.",
            ObjectJson.Default,
            static (KeepingDesk desk, SetObject request, Call call) => desk.SetAsync(request, call))
            .With("dxflow object set data/reads.fastq --meta sample=a17 --meta run=align/12 --unset draft"),
        Operation.Call(
            "object.prune", "POST /api/objects/prune", Permission.Object, Effect.Changes,
            "Remove files that are old, large, of runs that are over, or noted; none that a share leads to.",
            ObjectJson.Default,
            static (KeepingDesk desk, PruneObjects request, Call call) => desk.PruneAsync(request, call),
            destructive: true, relieves: true)
            .With("dxflow object prune scratch --older 30d --dry-run", "dxflow object prune --larger 1000000000 --pattern '*.tmp'",
                "dxflow object prune --after-run 7d"),
        Operation.Stream(
            "object.zip", "POST /api/objects/zip", Permission.Object, Effect.Changes,
            "Make an archive of files and directories: zip, tar or tar.gz, as its name says.",
            ObjectJson.Default,
            static (ArchiveDesk desk, ZipObjects request, Call call) => desk.ZipAsync(request, call))
            .With("dxflow object zip results.zip results/a results/b"),
        Operation.Stream(
            "object.unzip", "POST /api/objects/unzip", Permission.Object, Effect.Changes,
            "Make a directory of an archive, or of some of it.",
            ObjectJson.Default,
            static (ArchiveDesk desk, UnzipObject request, Call call) => desk.UnzipAsync(request, call))
            .With("dxflow object unzip data.tar.gz", "dxflow object unzip data.zip reads --pattern '*.fastq'"),
        Operation.Call(
            "object.incoming.create", "POST /api/objects/incoming", Permission.Object, Effect.Changes,
            "Begin an upload that comes in pieces, or put one together from parts.",
            ObjectJson.Default,
            static (IncomingDesk desk, CreateIncoming request, Call call) => desk.CreateAsync(request, call))
            .ForTus<IncomingInfo>(TusAct.Create, IncomingInfo.ForTus),
        Operation.Upload(
            "object.incoming.append", "PUT /api/objects/incoming/{id}", Permission.Object, Effect.Changes,
            "Send the next piece; with the last one the file gets its path.",
            ObjectJson.Default,
            static (IncomingDesk desk, AppendIncoming request, Stream content, Call call) => desk.AppendAsync(request, content, call))
            .ForTus<IncomingInfo>(TusAct.Append, IncomingInfo.ForTus),
        Operation.Call(
            "object.incoming.list", "GET /api/objects/incoming", Permission.Object, Effect.Reads,
            "List the uploads that come in pieces.",
            ObjectJson.Default,
            static (IncomingDesk desk, ListIncoming request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "object.incoming.show", "GET /api/objects/incoming/{id}", Permission.Object, Effect.Reads,
            "Show how much of an upload is there.",
            ObjectJson.Default,
            static (IncomingDesk desk, ShowIncoming request, Call call) => desk.ShowAsync(request, call))
            .ForTus<IncomingInfo>(TusAct.Show, IncomingInfo.ForTus),
        Operation.Call(
            "object.incoming.remove", "DELETE /api/objects/incoming/{id}", Permission.Object, Effect.Changes,
            "Give an upload up, with what came of it.",
            ObjectJson.Default,
            static (IncomingDesk desk, RemoveIncoming request, Call call) => desk.RemoveAsync(request, call), relieves: true)
            .ForTus<IncomingInfo>(TusAct.Remove, IncomingInfo.ForTus),
    ];
}
