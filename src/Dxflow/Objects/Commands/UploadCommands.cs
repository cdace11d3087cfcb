using Dxflow.Objects.Incoming;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands;

/// <summary>
/// Sends a file so that it goes on where it broke off: by itself when a connection is lost or the engine goes away, and when the same
/// command is given again. What has come of a file is found by its path, its length and the checksum of what is there, so nothing is kept
/// on this side. It is read once: what is sent is summed up meanwhile, and its end goes with the checksum of all, which the engine compares
/// with its own before the file gets its path.
/// </summary>
internal sealed class UploadCommands
{
    /// <summary>What is shorter is quicker sent again.</summary>
    public const long WholeBytesMax = 8 << 20;

    /// <summary>So little that what is left to do when it is sent is done at once.</summary>
    private const int EndBytes = 64 * 1024;

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

    /// <summary>What breaks off is gone on with.</summary>
    public static Task SendAsync(UploadObject request, ClientContext context, Stream content, TransferProgress progress) =>
        new UploadCommands(request, context, progress).SendAsync(content);

    private async Task SendAsync(Stream content)
    {
        await using var file = new SentFile(content, sent => _progress.Show("moving", sent));
        var upload = await BeginAsync(file);
        _progress.Begin(upload.Offset);
        var tries = 0;
        while (!upload.Done)
        {
            try
            {
                upload = await SendNextAsync(upload, file);
                tries = 0;
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

        _progress.Show(TransferProgress.Done, file.Length);
    }

    /// <summary>All but the end; and then that, when all has been read, with the checksum.</summary>
    private async Task<IncomingInfo> SendNextAsync(IncomingInfo upload, SentFile file)
    {
        var (cancel, rest) = (_context.Interrupts.Ended, file.Length - upload.Offset);
        await file.SeekAsync(upload.Offset, cancel);
        if (rest > EndBytes)
        {
            return await AppendAsync(new AppendIncoming(upload.Id, upload.Offset), file, rest - EndBytes);
        }

        var end = await file.NextAsync((int)rest, cancel);
        var sha256 = await file.Sha256Async();
        if (_request.Sha256 is { } announced && announced != sha256)
        {
            await _context.CallAsync<RemoveIncoming, IncomingInfo>("object.incoming.remove", new RemoveIncoming(upload.Id));
            throw Fault.Invalid($"{_context.LocalFile} has the sha256 {sha256}, and {announced} was announced", "nothing was kept");
        }

        using var last = new MemoryStream(end);
        return await AppendAsync(new AppendIncoming(upload.Id, upload.Offset, Sha256: sha256), last, rest);
    }

    private Task<IncomingInfo> AppendAsync(AppendIncoming request, Stream content, long length) =>
        _context.UploadAsync<AppendIncoming, IncomingInfo>("object.incoming.append", request, content, length: length);

    /// <summary>What came of the same content for the same path, or a new upload.</summary>
    private async Task<IncomingInfo> BeginAsync(SentFile file)
    {
        var before = await _context.CallAsync<ListIncoming, IncomingItems>("object.incoming.list", new ListIncoming(_request.Path));
        var same = default(IncomingInfo);
        foreach (var one in before.Items.Where(one => !one.Done && one.Length == file.Length).OrderBy(static one => one.Offset))
        {
            // The longest comes last, so that all are told apart by reading the file once.
            same = await IsOfAsync(one, file) ? one : same;
        }

        return same ?? await _context.CallAsync<CreateIncoming, IncomingInfo>("object.incoming.create", new CreateIncoming(
            _request.Path, file.Length, _request.Replace, _request.Parents, _request.Sha256, _request.Executable,
            Run: _request.Run));
    }

    /// <summary>Whether it has all of the file, or its beginning, as its checksum says.</summary>
    private async Task<bool> IsOfAsync(IncomingInfo upload, SentFile file)
    {
        var cancel = _context.Interrupts.Ended;
        _progress.Show("reading", 0);
        if (upload.Sha256 is not null)
        {
            return upload.Sha256 == await file.WholeAsync(cancel);
        }

        var there = await _context.CallAsync<ShowIncoming, IncomingInfo>("object.incoming.show", new ShowIncoming(upload.Id, Sum: true));
        await file.SeekAsync(there.Offset, cancel);
        return there.Sum == await file.Sha256Async();
    }

    /// <summary>An engine that went away, and one that heard more than it could tell; not a piece that is refused.</summary>
    private static bool IsPassing(Exception broken) => broken is IOException
        || broken is Fault { Info.Code: FaultKind.Unavailable or FaultKind.Conflict };
}
