using Dxflow.Operations;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells;

/// <summary>
/// The whole public face of shells. To look on and to type are two operations, so that READ_ONLY opens the first and never the second.
/// </summary>
internal static class ShellOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "shell.create", "POST /api/shells", Permission.Shell, Effect.Changes,
            "Start a shell that outlives its clients and the engine.",
            ShellJson.Default,
            static (ShellDesk desk, CreateShell request, Call call) => desk.CreateAsync(request, call))
            .With("dxflow shell create build", "dxflow shell create watch --idle 2h -- top -d 5"),
        Operation.Call(
            "shell.list", "GET /api/shells", Permission.Shell, Effect.Reads, "List shells and who looks on.",
            ShellJson.Default,
            static (ShellDesk desk, ListShells request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "shell.show", "GET /api/shells/{name}", Permission.Shell, Effect.Reads, "Show how a shell stands, and its screen as text.",
            ShellJson.Default,
            static (ShellDesk desk, ShowShell request, Call call) => desk.ShowAsync(request, call)),
        Operation.Duplex(
            "shell.connect", "POST /api/shells/{name}/connect", Permission.Shell, Effect.Changes,
            "Connect this terminal to a shell; leaving it leaves it running.",
            ShellJson.Default,
            static (ShellViews views, ConnectShell request, IAsyncEnumerable<ShellInput> input, Call call) =>
                views.ConnectAsync(request, input, call))
            .With("dxflow shell connect build", "dxflow shell connect build --detach-key ctrl-]"),
        Operation.Stream(
            "shell.watch", "GET /api/shells/{name}/watch", Permission.Shell, Effect.Reads,
            "Look on while others type.",
            ShellJson.Default,
            static (ShellViews views, WatchShell request, Call call) => views.WatchAsync(request, call)),
        Operation.Call(
            "shell.send", "POST /api/shells/{name}/send", Permission.Shell, Effect.Changes, "Type something into a shell.",
            ShellJson.Default,
            static (ShellDesk desk, SendToShell request, Call call) => desk.SendAsync(request, call))
            .With("dxflow shell send build make --enter", "dxflow shell send build --key ctrl-c"),
        Operation.Call(
            "shell.kill", "POST /api/shells/{name}/kill", Permission.Shell, Effect.Changes,
            "End a shell's program and all that it started there, at once.",
            ShellJson.Default,
            static (ShellDesk desk, KillShell request, Call call) => desk.KillAsync(request, call), destructive: true, relieves: true),
        Operation.Call(
            "shell.remove", "DELETE /api/shells/{name}", Permission.Shell, Effect.Changes,
            "Remove a shell that has ended, with its screen.",
            ShellJson.Default,
            static (ShellDesk desk, RemoveShell request, Call call) => desk.RemoveAsync(request, call), destructive: true, relieves: true),
        Operation.Call(
            "shell.prune", "POST /api/shells/prune", Permission.Shell, Effect.Changes, "Remove all shells that have ended.",
            ShellJson.Default,
            static (ShellDesk desk, PruneShells request, Call call) => desk.PruneAsync(request, call), destructive: true, relieves: true),
        Operation.Call(
            "shell.record", "POST /api/shells/{name}/record", Permission.Shell, Effect.Changes,
            "Record what a shell shows from now on, or end that.",
            ShellJson.Default,
            static (RecordingDesk desk, RecordShell request, Call call) => desk.RecordAsync(request, call))
            .With("dxflow shell record build", "dxflow shell record build off"),
        .. Recordings,
    ];

    private static IReadOnlyList<Operation> Recordings =>
    [
        Operation.Call(
            "shell.recording.list", "GET /api/recordings", Permission.Shell, Effect.Reads, "List recordings of shells.",
            ShellJson.Default,
            static (RecordingDesk desk, ListRecordings request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "shell.recording.show", "GET /api/recordings/{name}", Permission.Shell, Effect.Reads,
            "Show whose recording it is, and how long.",
            ShellJson.Default,
            static (RecordingDesk desk, ShowRecording request, Call call) => desk.ShowAsync(request, call)),
        Operation.Download(
            "shell.recording.export", "GET /api/recordings/{name}/content", Permission.Shell, Effect.Reads,
            "Fetch a recording, as asciicast v2.",
            ShellJson.Default,
            static (RecordingDesk desk, ExportRecording request, Call call) => desk.ExportAsync(request, call))
            .With("dxflow shell recording export build.1 build.cast"),
        Operation.Call(
            "shell.recording.remove", "DELETE /api/recordings/{name}", Permission.Shell, Effect.Changes, "Remove a recording.",
            ShellJson.Default,
            static (RecordingDesk desk, RemoveRecording request, Call call) => desk.RemoveAsync(request, call),
            destructive: true, relieves: true),
        Operation.Call(
            "shell.recording.prune", "POST /api/recordings/prune", Permission.Shell, Effect.Changes,
            "Remove recordings that are old, or more than there is room for.",
            ShellJson.Default,
            static (RecordingDesk desk, PruneRecordings request, Call call) => desk.PruneAsync(request, call),
            destructive: true, relieves: true)
            .With("dxflow shell recording prune --older 30d --bytes 1073741824 --dry-run"),
    ];
}
