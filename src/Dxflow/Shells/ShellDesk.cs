using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Keeping;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells;

/// <summary>
/// Shells created, listed, ended and removed. A shell is on the shelf, durably, before it is started: 1 the name is free, 2 the audit
/// entry is durable, 3 the place is found and the record durable, 4 a holder starts it; where that fails the record goes. A crash between 3
/// and 4 leaves one that is lost.
/// </summary>
internal sealed class ShellDesk(
    KeptShells shells, ShellStarting starting, RecordingStart recording, bool engineIsRoot, TimeProvider time) : IDisposable
{
    private const int ListMax = 1_000;
    private const int TextBytesMax = 64 * 1024;

    /// <summary>How long a program may not read before typing into it is given up.</summary>
    private static readonly TimeSpan TypedMax = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _changes = new(1, 1);

    public async Task<ShellInfo> CreateAsync(CreateShell request, Call call)
    {
        var wish = ShellWish.Of(request);
        if (wish is null)
        {
            ShellRights.Check(call.Caller, engineIsRoot);
        }

        var start = starting.Check(request);
        CheckFree(request.Name);
        await (call.Audited ?? Task.CompletedTask);

        // Before the others wait for it: an image may have to be fetched.
        start = wish is null ? start : await starting.PlaceAsync(start, request, wish, call);
        try
        {
            await _changes.WaitAsync(call.Ended);
            try
            {
                CheckFree(request.Name);
                return await StartAsync(request, start, wish, call);
            }
            finally
            {
                _changes.Release();
            }
        }
        catch
        {
            await ForgetAsync(start.Container);
            throw;
        }
    }

    public async Task<ShellList> ListAsync(ListShells request, Call call)
    {
        if (request.Limit is < 1 or > ListMax)
        {
            throw Fault.Invalid($"limit is {request.Limit}", $"give one from 1 to {ListMax}");
        }

        var all = (await shells.AllAsync(call.Ended))
            .Where(shell => request.Cursor is null || string.CompareOrdinal(shell.Name, request.Cursor) > 0)
            .Take(request.Limit + 1).ToList();
        return new ShellList(
            all.Count > request.Limit ? all[..request.Limit] : all, all.Count > request.Limit ? all[request.Limit - 1].Name : null);
    }

    public async Task<ShellScreen> ShowAsync(ShowShell request, Call call)
    {
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, record, engineIsRoot);
        using var link = await shells.Holders.FindAsync(record.Id, call.Ended);
        var reply = link is null ? null : await link.AskAsync(new HolderAsk(HolderVerb.Show, record.Id), call.Ended);
        return new ShellScreen(shells.Info(record, reply?.Shells?[0]), reply?.Lines ?? []);
    }

    public async Task<TypedInShell> SendAsync(SendToShell request, Call call)
    {
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, record, engineIsRoot);
        var bytes = Encoding.UTF8.GetBytes(
            request.Text + string.Concat((request.Key ?? []).Select(TypedKeys.Of)) + (request.Enter ? "\r" : ""));
        if (bytes.Length is 0 or > TextBytesMax)
        {
            throw Fault.Invalid(
                bytes.Length == 0 ? "there is nothing to type" : $"{bytes.Length} bytes are too many to type at once",
                $"give a text of up to {TextBytesMax} bytes, --key or --enter");
        }

        using var link = await shells.HeldAsync(record, call.Ended);
        await (call.Audited ?? Task.CompletedTask);
        using var slow = new CancellationTokenSource(TypedMax, time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, slow.Token);
        try
        {
            await link.AskAsync(new HolderAsk(HolderVerb.Type, record.Id, Bytes: bytes), late.Token);
            return new TypedInShell(record.Name, bytes.Length);
        }
        catch (OperationCanceledException) when (!call.Ended.IsCancellationRequested)
        {
            throw new Fault(FaultKind.Timeout, $"the program of shell '{request.Name}' does not read what is typed");
        }
    }

    public async Task<ShellInfo> KillAsync(KillShell request, Call call)
    {
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, record, engineIsRoot);
        using var link = await shells.HeldAsync(record, call.Ended);
        await (call.Audited ?? Task.CompletedTask);
        var reply = await link.AskAsync(new HolderAsk(HolderVerb.Kill, record.Id), CancellationToken.None);
        return shells.Info(record, reply.Shells?[0]);
    }

    public async Task<ShellsRemoved> RemoveAsync(RemoveShell request, Call call)
    {
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, record, engineIsRoot);
        await RemoveAsync(record, request.Stop, call);
        return new ShellsRemoved([record.Name]);
    }

    public async Task<ShellsRemoved> PruneAsync(PruneShells request, Call call)
    {
        ShellRights.Check(call.Caller, engineIsRoot);
        var before = time.GetUtcNow() - (request.Older ?? TimeSpan.Zero);
        var over = (await shells.AllAsync(call.Ended))
            .Where(shell => shell.State != ShellStatus.Running && (shell.EndedAt ?? shell.CreatedAt) <= before)
            .Select(static shell => shell.Name).ToList();
        foreach (var name in request.DryRun ? [] : over)
        {
            if (shells.Shelf.Find(name) is { } record)
            {
                await RemoveAsync(record, stop: false, call);
            }
        }

        return new ShellsRemoved(over);
    }

    public void Dispose() => _changes.Dispose();

    /// <summary>Ends all that run: the engine was told to take its work with it.</summary>
    public async Task StopAllAsync()
    {
        foreach (var held in await shells.Holders.ListAsync(CancellationToken.None))
        {
            using var link = await shells.Holders.FindAsync(held.Id, CancellationToken.None);
            if (link is not null && held.End is null)
            {
                await link.AskAsync(new HolderAsk(HolderVerb.Kill, held.Id), CancellationToken.None);
            }
        }
    }

    private void CheckFree(string name)
    {
        if (shells.Shelf.Find(name) is not null)
        {
            throw Fault.Conflict($"there is a shell '{name}' already", $"take another name, or dxflow shell remove {name}");
        }
    }

    private async Task<ShellInfo> StartAsync(CreateShell request, ShellStart start, TaskWish? wish, Call call)
    {
        var isRecorded = request.Record || request.RecordInput;
        var command = (string[])[start.Program, .. start.Arguments];
        var record = new ShellRecord(
            start.Id, request.Name, call.Caller.Identity, time.GetUtcNow(), start.Program, start.Arguments, start.WorkingDirectory,
            start.IdleSeconds, start.LifeSeconds, wish is null ? null : ShellWish.Text(wish), start.Container);
        try
        {
            shells.Shelf.Add(record);
            return shells.Info(record, await shells.Holders.StartAsync(
                start with
                {
                    Record = isRecorded
                        ? await recording.TermsAsync(request.Name, start.Id, command, "shell.create", request.RecordInput, call)
                        : null,
                },
                CancellationToken.None));
        }
        catch (Exception failure) when (failure is Fault or IOException)
        {
            shells.Shelf.Remove(request.Name);
            throw;
        }
    }

    /// <summary>A container that was made for a shell which no holder has goes; where it has gone already nothing happens.</summary>
    private static async Task ForgetAsync(TaskContainer? made)
    {
        if (made is { IsOwn: true } container)
        {
            await HeldExec.ForgetAsync(container);
        }
    }

    private async Task RemoveAsync(ShellRecord record, bool stop, Call call)
    {
        await _changes.WaitAsync(call.Ended);
        try
        {
            using var link = await shells.Holders.FindAsync(record.Id, call.Ended);
            if (link is not null)
            {
                var held = (await shells.Holders.ListAsync(call.Ended)).FirstOrDefault(one => one.Id == record.Id);
                if (held is { End: null } && !stop)
                {
                    throw Fault.Conflict($"shell '{record.Name}' runs", "end it first (dxflow shell kill), or give --stop");
                }
            }

            await (call.Audited ?? Task.CompletedTask);
            if (link is not null)
            {
                await link.AskAsync(new HolderAsk(HolderVerb.Remove, record.Id), CancellationToken.None);
            }
            else
            {
                await ForgetAsync(record.Container);
            }

            if (shells.Shelf.Find(record.Name)?.Id == record.Id)
            {
                shells.Shelf.Remove(record.Name);
            }
        }
        finally
        {
            _changes.Release();
        }
    }
}
