using System.Security.Cryptography;
using Dxflow.Objects.Incoming;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands;

/// <summary>
/// Sends a file so that it goes on where it broke off: by itself when a connection is lost or the engine goes away, and when the same
/// command is given again. What has come of a file is found by its path, its length and its checksum, so nothing is kept on this side.
/// </summary>
internal sealed class UploadCommands
{
    /// <summary>What is shorter is quicker sent again.</summary>
    public const long WholeBytesMax = 8 << 20;
    private const int PieceBytes = 32 << 20;

    private readonly ClientContext _context;
    private readonly UploadObject _request;
    private readonly TransferProgress _progress;

    private UploadCommands(UploadObject request, ClientContext context, TransferProgress progress) =>
        (_request, _context, _progress) = (request, context, progress);

    public static async Task<int> UploadAsync(UploadObject request, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        await using var content = LocalFiles.Open("FILE", context.LocalFile!, context.Terminal.Input);
        if (!content.CanSeek || content.Length <= WholeBytesMax)
        {
            var brought = await context.UploadAsync<UploadObject, ObjectInfo>("object.upload", request, content);
            await context.Output.ShowAsync(ObjectJson.Default.ObjectInfo, brought, cancel);
            return 0;
        }

        await using (var progress = new LiveProgress(context.Terminal, context.Options, context.Time))
        {
            await SendAsync(request, context, content, ObjectCommands.Row(progress, request.Path, content.Length, context.Time));
        }

        var info = await context.CallAsync<ShowObject, ObjectInfo>("object.show", new ShowObject(request.Path));
        await context.Output.ShowAsync(ObjectJson.Default.ObjectInfo, info, cancel);
        return 0;
    }

    /// <summary>In pieces, which are gone on with where they broke off.</summary>
    public static Task SendAsync(UploadObject request, ClientContext context, Stream content, TransferProgress progress) =>
        new UploadCommands(request, context, progress).SendAsync(content);

    private async Task SendAsync(Stream content)
    {
        _progress.Show("reading", 0);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, _context.Interrupts.Ended));
        if (_request.Sha256 is { } announced && announced != sha256)
        {
            throw Fault.Invalid($"{_context.LocalFile} has the sha256 {sha256}, and {announced} was announced", "nothing was sent");
        }

        var upload = await BeginAsync(content.Length, sha256);
        _progress.Begin(upload.Offset);
        var tries = 0;
        while (!upload.Done)
        {
            try
            {
                content.Position = upload.Offset;
                await using var piece = new PieceStream(content, PieceBytes);
                upload = await _context.UploadAsync<AppendIncoming, IncomingInfo>(
                    "object.incoming.append", new AppendIncoming(upload.Id, upload.Offset), piece);
                tries = 0;
                _progress.Show("moving", upload.Offset);
            }
            catch (Exception broken) when (IsPassing(broken) && ++tries < ClientContext.TriesMax)
            {
                await _context.NextEngineAsync(tries, _context.Interrupts.Ended);
                upload = await _context.CallAsync<ShowIncoming, IncomingInfo>("object.incoming.show", new ShowIncoming(upload.Id));
                if (broken is Fault { Info.Code: FaultKind.Conflict } && upload is { Done: false } && upload.Offset == upload.Length)
                {
                    // All came, and its path is taken: only somebody can decide that.
                    throw;
                }
            }
        }

        _progress.Show(TransferProgress.Done, content.Length);
    }

    /// <summary>What came of the same content for the same path, or a new upload.</summary>
    private async Task<IncomingInfo> BeginAsync(long length, string sha256)
    {
        var before = await _context.CallAsync<ListIncoming, IncomingItems>("object.incoming.list", new ListIncoming(_request.Path));
        return before.Items.LastOrDefault(one => !one.Done && one.Length == length && one.Sha256 == sha256)
            ?? await _context.CallAsync<CreateIncoming, IncomingInfo>("object.incoming.create", new CreateIncoming(
                _request.Path, length, _request.Replace, _request.Parents, sha256, _request.Executable,
                Run: _request.Run));
    }

    /// <summary>An engine that went away, and one that heard more than it could tell; not a piece that is refused.</summary>
    private static bool IsPassing(Exception broken) => broken is IOException
        || broken is Fault { Info.Code: FaultKind.Unavailable or FaultKind.Conflict };
}
