using Dxflow.Objects.Archives;
using Dxflow.Objects.Commands.Syncing;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands;

/// <summary>What a terminal has of the object storage besides the operations themselves.</summary>
internal static class ObjectCommands
{
    public static IReadOnlyList<OperationView> Views { get; } =
    [
        OperationView.For<UploadObject>("object.upload", ObjectJson.Default, UploadCommands.UploadAsync),
        OperationView.For<DownloadObject>("object.download", ObjectJson.Default, DownloadCommands.DownloadAsync),
        OperationView.For<ZipObjects>("object.zip", ObjectJson.Default, ArchiveCommands.ZipAsync),
        OperationView.For<UnzipObject>("object.unzip", ObjectJson.Default, ArchiveCommands.UnzipAsync),
    ];

    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<SyncObjects>(
            "object.sync", "Make a directory here and one in the object storage alike.", ObjectJson.Default, SyncCommands.SyncAsync,
            "dxflow object sync results object:projects/results --delete --dry-run", "dxflow object sync object:reads ./reads"),
    ];

    /// <summary>A file on its way, as a row of what is shown.</summary>
    public static TransferProgress Row(LiveProgress progress, string path, long bytes, TimeProvider time)
    {
        var began = time.GetUtcNow();
        return new TransferProgress(bytes, time, (state, note, done) => progress.Update(
            new ProgressRow(path, state, began, state == TransferProgress.Done ? time.GetUtcNow() : null, note, done)));
    }
}
