using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>Links to objects, for people and programs that have no key. The last two are for whoever has such a link.</summary>
internal static class ShareOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "share.create", "POST /api/shares", Permission.Object, Effect.Changes,
            "Make a link that opens a file or a directory for a while.",
            ShareJson.Default,
            static (ShareDesk desk, CreateShare request, Call call) => desk.CreateAsync(request, call))
            .With("dxflow share create results/report.pdf --life 2d", "dxflow share create inbox --write --count 3 --password -"),
        Operation.Call(
            "share.list", "GET /api/shares", Permission.Object, Effect.Reads,
            "List the shares that were made.",
            ShareJson.Default,
            static (ShareDesk desk, ListShares request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "share.show", "GET /api/shares/{id}", Permission.Object, Effect.Reads,
            "Show a share: what it leads to, how long, how often it was used.",
            ShareJson.Default,
            static (ShareDesk desk, ShowShare request, Call call) => desk.ShowAsync(request, call)),
        Operation.Call(
            "share.revoke", "DELETE /api/shares/{id}", Permission.Object, Effect.Changes,
            "End a share at once, with what it is sending.",
            ShareJson.Default,
            static (ShareDesk desk, RevokeShare request, Call call) => desk.RevokeAsync(request, call), relieves: true),
        Operation.Download(
            "share.fetch", "GET /s/{token}", Permission.None, Effect.Reads,
            "Fetch what a link leads to: a file, or a directory as a tar archive.",
            ShareJson.Default,
            static (ShareDoor door, FetchShare request, Call call) => door.FetchAsync(request, call))
            .With("dxflow share fetch TOKEN report.pdf").ForAnybody(password: "password"),
        Operation.Upload(
            "share.send", "PUT /s/{token}/{name}", Permission.None, Effect.Changes,
            "Put a new file into the directory that a link leads to.",
            ShareJson.Default,
            static (ShareDoor door, SendToShare request, Stream content, Call call) => door.SendAsync(request, content, call))
            .With("dxflow share send TOKEN reads.fastq reads.fastq").ForAnybody(password: "password"),
    ];
}
