using Dxflow.Objects.Commands.Syncing;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands;

/// <summary>
/// Fetches a file so that it goes on where it broke off: by itself, and when the same command is given again. What has come lies beside the
/// file in one whose name has the checksum, so that never the halves of two files become one.
/// </summary>
internal static class DownloadCommands
{
    private const int MarkLength = 16;

    public static async Task<int> DownloadAsync(DownloadObject request, ClientContext context)
    {
        if (context.LocalFile is not (null or "-") && request.Also is { Count: > 0 })
        {
            return await SeveralCommands.DownloadAsync(request, context);
        }

        if (context.LocalFile is not (null or "-") && await LargeAsync(request, context) is { } info)
        {
            await using var progress = new LiveProgress(context.Terminal, context.Options, context.Time);
            await FetchAsync(context, info, context.LocalFile!, ObjectCommands.Row(progress, info.Path, info.Size, context.Time));
            return 0;
        }

        await LocalFiles.SaveAsync(
            context.LocalFile, context.Terminal.Output,
            to => context.DownloadAsync("object.download", request, to));
        return 0;
    }

    /// <summary>What is known of a file that is worth going on with.</summary>
    private static async Task<ObjectInfo?> LargeAsync(DownloadObject request, ClientContext context) =>
        await context.CallAsync<ShowObject, ObjectInfo>("object.show", new ShowObject(request.Path)) is var info
        && info is { Kind: ObjectKind.File, Sha256: not null, Size: > UploadCommands.WholeBytesMax } ? info : null;

    /// <summary>A file whose checksum is known, to a path of this machine.</summary>
    public static async Task FetchAsync(ClientContext context, ObjectInfo info, string path, TransferProgress progress)
    {
        var sha256 = info.Sha256!;
        var partial = $"{path}.{sha256[..MarkLength]}.partial";
        try
        {
            await using (var file = new WatchedFile(partial, bytes => progress.Show("moving", bytes)))
            {
                progress.Begin(file.Length);
                await RestAsync(context, info, file);
                if (await file.Sha256Async(context.Interrupts.Ended) != sha256)
                {
                    file.SetLength(0);
                    throw Fault.Conflict($"'{info.Path}' has changed, or what came of it is damaged", "fetch it again");
                }
            }

            File.Move(partial, path, overwrite: true);
            progress.Show(TransferProgress.Done, info.Size);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Invalid, $"{path} cannot be written: {failed.Message}", null, failed);
        }
    }

    private static async Task RestAsync(ClientContext context, ObjectInfo info, WatchedFile file)
    {
        for (var (tries, before) = (0, file.Length); file.Length < info.Size;)
        {
            try
            {
                await context.ResumeAsync("object.download", new DownloadObject(info.Path), file, info.Sha256!);
                return;
            }
            catch (Fault gone) when (gone.Info.Code == FaultKind.Unavailable && tries < ClientContext.TriesMax)
            {
                (tries, before) = (file.Length > before ? 1 : tries + 1, file.Length);
                await context.NextEngineAsync(tries, context.Interrupts.Ended);
            }
        }
    }
}
