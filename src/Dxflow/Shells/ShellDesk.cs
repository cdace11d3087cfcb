using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Talking;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Keeping;
using Dxflow.Shells.Screens;

namespace Dxflow.Shells;

/// <summary>What shells of this machine begin with: the environment of every program that is started on it, and the user's shell.</summary>
internal sealed record ShellGround(IReadOnlyDictionary<string, string> Environment, string Program, string Directory, bool EngineIsRoot);

/// <summary>
/// Shells created, listed, ended and removed. A shell is on the shelf, durably, before it is started: 1 the name is taken, 2 the audit
/// entry is durable, 3 the record is, 4 a holder starts it; where that fails the record goes. A crash between 3 and 4 leaves one that is
/// lost.
/// </summary>
internal sealed class ShellDesk(KeptShells shells, ShellGround ground, TimeProvider time) : IDisposable
{
    private const int ListMax = 1_000;
    private const int TextBytesMax = 64 * 1024;

    /// <summary>How long a program may not read before typing into it is given up.</summary>
    private static readonly TimeSpan TypedMax = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _changes = new(1, 1);

    public async Task<ShellInfo> CreateAsync(CreateShell request, Call call)
    {
        ShellRights.Check(call.Caller, ground.EngineIsRoot);
        var start = Start(request);
        await _changes.WaitAsync(call.Ended);
        try
        {
            if (shells.Shelf.Find(request.Name) is not null)
            {
                throw Fault.Conflict(
                    $"there is a shell '{request.Name}' already", $"take another name, or dxflow shell remove {request.Name}");
            }

            await (call.Audited ?? Task.CompletedTask);
            var record = new ShellRecord(
                start.Id, request.Name, call.Caller.Identity, time.GetUtcNow(), start.Program, start.Arguments, start.WorkingDirectory,
                start.IdleSeconds, start.LifeSeconds);
            shells.Shelf.Add(record);
            try
            {
                return shells.Info(record, await shells.Holders.StartAsync(start, CancellationToken.None));
            }
            catch (Fault)
            {
                shells.Shelf.Remove(request.Name);
                throw;
            }
        }
        finally
        {
            _changes.Release();
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
        ShellRights.Check(call.Caller, ground.EngineIsRoot);
        using var link = await shells.Holders.FindAsync(record.Id, call.Ended);
        var reply = link is null ? null : await link.AskAsync(new HolderAsk(HolderVerb.Show, record.Id), call.Ended);
        return new ShellScreen(shells.Info(record, reply?.Shells?[0]), reply?.Lines ?? []);
    }

    public async Task<TypedInShell> SendAsync(SendToShell request, Call call)
    {
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, ground.EngineIsRoot);
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
        ShellRights.Check(call.Caller, ground.EngineIsRoot);
        using var link = await shells.HeldAsync(record, call.Ended);
        await (call.Audited ?? Task.CompletedTask);
        var reply = await link.AskAsync(new HolderAsk(HolderVerb.Kill, record.Id), CancellationToken.None);
        return shells.Info(record, reply.Shells?[0]);
    }

    public async Task<ShellsRemoved> RemoveAsync(RemoveShell request, Call call)
    {
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, ground.EngineIsRoot);
        await RemoveAsync(record, request.Stop, call);
        return new ShellsRemoved([record.Name]);
    }

    public async Task<ShellsRemoved> PruneAsync(PruneShells request, Call call)
    {
        ShellRights.Check(call.Caller, ground.EngineIsRoot);
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

    /// <summary>Every problem of the request at once.</summary>
    private ShellStart Start(CreateShell request)
    {
        if (!KeptShells.IsName(request.Name))
        {
            throw Fault.Invalid(
                $"'{request.Name}' is no name for a shell",
                "up to 63 letters, digits, dots, dashes and underscores, a letter or digit first");
        }

        if (request.Rows > Screen.RowsMax || request.Columns > Screen.ColumnsMax)
        {
            throw Fault.Invalid(
                $"{request.Rows} rows and {request.Columns} columns are too many", $"up to {Screen.RowsMax} and {Screen.ColumnsMax}");
        }

        if ((request.Idle ?? TimeSpan.MaxValue) <= TimeSpan.Zero || (request.Life ?? TimeSpan.MaxValue) <= TimeSpan.Zero)
        {
            throw Fault.Invalid("a limit of no time would end the shell at once", "give idle and life a time, or leave them out");
        }

        IReadOnlyList<string> command = [.. request.Program is { } program ? [program] : (string[])[], .. request.Arguments ?? []];
        var spec = ExecTalk.Spec(new ExecTerms(
            command.Count > 0 ? command : [ground.Program], Interactive: true, Tty: true, request.Rows, request.Columns, request.Term,
            request.Env, request.Cwd));
        var id = Guid.CreateVersion7().ToString("N");
        var environment = new Dictionary<string, string>(ground.Environment)
        {
            ["SHELL"] = ground.Program,
            ["DXFLOW_SHELL"] = request.Name,
        };
        foreach (var (name, value) in spec.Environment ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        return new ShellStart(
            id, shells.Shelf.DirectoryOf(request.Name), spec.Command[0], [.. spec.Command.Skip(1)], environment,
            Path.Combine(ground.Directory, request.Cwd ?? ""), request.Rows, request.Columns,
            request.Idle?.TotalSeconds, request.Life?.TotalSeconds);
    }
}
