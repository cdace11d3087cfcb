using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Incoming;

/// <summary>
/// Uploads that are taken up again where they broke off: after a lost connection, by another process, under another token of the same key,
/// after the engine's end. A file gets its path when all of it is there, has been summed up and is durable.
/// </summary>
internal sealed class IncomingDesk : IDisposable
{
    private const int OpenMax = 1000;
    private const int IdBytes = 16;
    private const int MetadataMax = 4096;
    private const int PartsMax = 1000;

    private readonly ConcurrentDictionary<string, IncomingUpload> _uploads = new(StringComparer.Ordinal);
    private readonly ObjectTree _tree;
    private readonly IncomingFiles _files;
    private readonly UploadRoom _room;
    private readonly TimeProvider _time;

    public IncomingDesk(ObjectTree tree, string root, UploadRoom room, TimeProvider time)
    {
        _tree = tree;
        _files = new IncomingFiles(root);
        _room = room;
        _time = time;
        foreach (var (record, changedAt) in _files.All())
        {
            var upload = _uploads[record.Id] = new IncomingUpload(_files, _tree.Quota, record, changedAt);
            if (record.Phase == IncomingPhase.Placing && _files.LengthOf(record.Id) is null)
            {
                // The rename was durable before the record of it.
                upload.Keep(record with { Phase = IncomingPhase.Done });
            }
        }

        Sweep();
    }

    public async Task<IncomingInfo> CreateAsync(CreateIncoming request, Call call)
    {
        Check(request);
        RunOwner.Check(request.Run);
        var path = request.Path is null ? default(ObjectPath?) : ObjectPath.ParseBelow(request.Path);
        await (call.Audited ?? Task.CompletedTask);
        Sweep();
        var parts = request.Parts is null ? [] : PartsOf(request.Parts, call);
        return await GuardAsync(async () =>
        {
            if (path is { } target)
            {
                CheckPlace(target, request);
            }

            var upload = Begin(request, path, parts, call);
            try
            {
                if (parts.Count > 0)
                {
                    await JoinAsync(upload, parts, call.Ended);
                }
                else if (request.Length == 0)
                {
                    Finish(upload, call.Ended);
                }
            }
            catch (Exception)
            {
                Remove(upload);
                throw;
            }

            parts.ForEach(Remove);
            return upload.Info();
        });
    }

    public async Task<IncomingInfo> AppendAsync(AppendIncoming request, Stream content, Call call)
    {
        using var sum = ChunkSum.Parse(request.Checksum);
        var upload = Find(request.Id, call);
        await (call.Audited ?? Task.CompletedTask);
        using var room = _room.Enter();
        return await upload.InTurnAsync(ended => GuardAsync(async () =>
        {
            Announce(upload, request);
            if (upload.Record.Phase == IncomingPhase.Open)
            {
                try
                {
                    await upload.ReceiveAsync(content, request.Offset, sum, ended);
                }
                finally
                {
                    upload.ChangedAt = _time.GetUtcNow();
                }
            }

            if (upload.Record.Phase != IncomingPhase.Done && upload.Offset == upload.Record.Length)
            {
                await Task.Run(() => Finish(upload, ended), ended);
            }

            return upload.Info();
        }), call.Ended);
    }

    public async Task<IncomingInfo> ShowAsync(ShowIncoming request, Call call)
    {
        var upload = Find(request.Id, call);
        if (!request.Sum)
        {
            return upload.Info();
        }

        using var room = _room.Enter();
        return await GuardAsync(() => Task.Run(() => upload.Summed(call.Ended), call.Ended));
    }

    public Task<IncomingItems> ListAsync(ListIncoming request, Call call)
    {
        Sweep();
        var path = request.Path is null ? null : ObjectPath.ParseBelow(request.Path).Text;
        return Task.FromResult(new IncomingItems([
            .. _uploads.Values.Where(upload => IsTheirs(upload, call) && (path is null || upload.Record.Path == path))
                .OrderBy(static upload => upload.ChangedAt).Select(static upload => upload.Info())]));
    }

    public async Task<IncomingInfo> RemoveAsync(RemoveIncoming request, Call call)
    {
        var upload = Find(request.Id, call);
        await (call.Audited ?? Task.CompletedTask);
        return await upload.InTurnAsync(
            _ =>
            {
                var info = upload.Info();
                Remove(upload);
                return Task.FromResult(info);
            },
            call.Ended);
    }

    public void Dispose()
    {
        foreach (var upload in _uploads.Values)
        {
            upload.Dispose();
        }

        _files.Dispose();
    }

    private static void Check(CreateIncoming request)
    {
        var wrong =
            request.Part && (request.Path is not null || request.Parts is not null) ? "a part has neither a path nor parts"
            : !request.Part && request.Path is null ? "path: say which path the file shall have"
            : request.Parts is { Count: 0 or > PartsMax } ? $"parts: there have to be 1 to {PartsMax}"
            : request.Parts is not null && request.Length is not null ? "length: what is put together from parts has theirs"
            : request.Length < 0 ? "length: it cannot be negative"
            : request.Metadata is { Length: > MetadataMax } ? $"metadata: it is longer than {MetadataMax} characters"
            : request.Metadata?.Any(char.IsControl) == true ? "metadata: it holds a control character"
            : null;
        if (wrong is not null)
        {
            throw Fault.Invalid(wrong);
        }

        ObjectSum.Check(request.Sha256);
    }

    private void CheckPlace(ObjectPath path, CreateIncoming request)
    {
        if (!request.Parents)
        {
            using var place = _tree.PlaceOf(path);
        }

        using var held = _tree.Find(path);
        if (held is not null && (!request.Replace || held.Kind == ObjectKind.Dir))
        {
            throw ObjectFaults.InTheWay(path, held.Kind == ObjectKind.Dir ? "a directory, which is not replaced" : "there already");
        }
    }

    private IncomingUpload Begin(CreateIncoming request, ObjectPath? path, List<IncomingUpload> parts, Call call)
    {
        var length = parts.Count > 0 ? parts.Sum(static part => part.Offset) : request.Length;
        if (_uploads.Count >= OpenMax)
        {
            throw new Fault(
                FaultKind.Exhausted, $"{OpenMax} uploads are under way or not forgotten yet",
                "dxflow object incoming list shows them, and remove gives one up");
        }

        if (length > _files.BytesFree)
        {
            throw new Fault(
                FaultKind.Exhausted, $"{length} bytes were announced, and there are {_files.BytesFree} left on the disk",
                "make room first", new IOException());
        }

        _tree.Quota.Check(length ?? 0);
        var record = new IncomingRecord(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), call.Caller.Identity, path?.Text, length, request.Replace,
            request.Parents, request.Sha256, request.Executable, request.Part, request.Metadata, Parts: request.Parts,
            Run: request.Run);
        _files.Write(record);
        _files.Open(record.Id, isNew: true).Dispose();
        return _uploads[record.Id] = new IncomingUpload(_files, _tree.Quota, record, _time.GetUtcNow());
    }

    private List<IncomingUpload> PartsOf(IReadOnlyList<string> ids, Call call)
    {
        var parts = ids.Select(id => Find(id, call)).ToList();
        return parts.Find(static part => !part.Record.Part || part.Record.Phase != IncomingPhase.Done) is { } other
            ? throw Fault.Conflict(
                $"{other.Record.Id} is {(other.Record.Part ? "not whole" : "no part")}",
                "send the rest of it first, then put them together")
            : parts;
    }

    /// <summary>The same bytes once more, one part after the other.</summary>
    private async Task JoinAsync(IncomingUpload upload, List<IncomingUpload> parts, CancellationToken ended)
    {
        using var room = _room.Enter();
        foreach (var part in parts)
        {
            await using var content = new FileStream(_files.Open(part.Record.Id), FileAccess.Read);
            await upload.ReceiveAsync(content, upload.Offset, null, ended);
        }

        await Task.Run(() => Finish(upload, ended), ended);
    }

    /// <summary>What a request says of the upload has to fit it.</summary>
    private static void Announce(IncomingUpload upload, AppendIncoming request)
    {
        var record = upload.Record;
        if (request.Offset != upload.Offset)
        {
            throw Fault.Conflict($"offset {request.Offset}: {upload.Offset} bytes are there", "go on behind those");
        }

        if (request.Length is { } length && length != record.Length)
        {
            if (record.Length is not null || length < upload.Offset)
            {
                throw Fault.Conflict($"length {length}: {record.Length ?? upload.Offset} bytes were announced or are there already");
            }

            record = record with { Length = length };
            upload.Keep(record);
        }

        ObjectSum.Check(request.Sha256);
        if (request.Sha256 is { } sha256 && sha256 != record.Sha256)
        {
            if (record.Sha256 is not null)
            {
                throw Fault.Conflict($"sha256 {sha256}: {record.Sha256} was announced");
            }

            upload.Keep(record with { Sha256 = sha256 });
        }
    }

    private void Finish(IncomingUpload upload, CancellationToken ended)
    {
        var record = upload.Record;
        var sha256 = record.Phase == IncomingPhase.Placing ? record.Sha256! : upload.Sha256(ended);
        if (record.Sha256 is { } announced && announced != sha256)
        {
            Remove(upload);
            throw Fault.Invalid($"what came has the sha256 {sha256}, and {announced} was announced", "nothing was kept; send it again");
        }

        if (record.Part)
        {
            upload.Keep(record with { Phase = IncomingPhase.Done, Sha256 = sha256 });
            return;
        }

        using (var file = _files.Open(record.Id))
        {
            if (record.Executable)
            {
                DirectoryCalls.SetMode(file, FileCalls.OwnerOnly | UnixFileMode.UserExecute, record.Id);
            }

            ObjectTree.Note(file, record.Run, record.Id);
            ObjectTree.Finish(file, sha256, record.Id);
        }

        upload.Keep(record with { Phase = IncomingPhase.Placing, Sha256 = sha256 });
        using (var place = _tree.PlaceOf(ObjectPath.ParseBelow(record.Path!), record.Parents))
        {
            place.Take(_files.Directory, record.Id, record.Replace);
        }

        upload.Keep(upload.Record with { Phase = IncomingPhase.Done });
    }

    /// <summary>Of others it is not said that it exists.</summary>
    private IncomingUpload Find(string id, Call call) =>
        _uploads.TryGetValue(id, out var upload) && IsTheirs(upload, call) && !IsOver(upload)
            ? upload
            : throw Fault.Missing($"there is no upload '{id}'", "dxflow object incoming list shows yours; begin another one");

    private static bool IsTheirs(IncomingUpload upload, Call call) => call.Caller.IsMaster || upload.Record.By == call.Caller.Identity;

    private bool IsOver(IncomingUpload upload) => !upload.IsBusy && upload.ChangedAt + IncomingUpload.KeptFor < _time.GetUtcNow();

    private void Remove(IncomingUpload upload)
    {
        if (_uploads.TryRemove(upload.Record.Id, out _))
        {
            _files.Remove(upload.Record.Id);
        }
    }

    private void Sweep()
    {
        foreach (var upload in _uploads.Values.Where(IsOver))
        {
            Remove(upload);
        }
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
    }
}
