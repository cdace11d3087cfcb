using Dxflow.Operations;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Keeping;

namespace Dxflow.Shells.Recordings;

/// <summary>
/// Recordings begun, ended, listed, fetched and removed. Whoever may watch a shell may see what was recorded of it; what was typed is no
/// part of that. The rules are kept to once an hour, and whenever a recording begins.
/// </summary>
internal sealed class RecordingDesk : IDisposable
{
    private const int ListMax = 1_000;
    private const string MediaType = "application/x-asciicast";
    private static readonly TimeSpan Look = TimeSpan.FromHours(1);

    private readonly KeptShells _shells;
    private readonly RecordingShelf _shelf;
    private readonly RecordingRules _rules;
    private readonly bool _engineIsRoot;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over = new();

    public RecordingDesk(KeptShells shells, RecordingShelf shelf, RecordingRules rules, bool engineIsRoot, TimeProvider time)
    {
        (_shells, _shelf, _rules, _engineIsRoot, _time) = (shells, shelf, rules, engineIsRoot, time);
        Start = new RecordingStart(shelf, rules, time);
    }

    public RecordingStart Start { get; }

    public async Task<ShellInfo> RecordAsync(RecordShell request, Call call)
    {
        var record = _shells.Known(request.Name);
        ShellRights.Check(call.Caller, record, _engineIsRoot);
        var isOn = request.State == RecordSwitch.On;
        if (!isOn && request.Input)
        {
            throw Fault.Invalid("what is typed cannot be recorded by a recording that ends", "leave --input out");
        }

        using var link = await _shells.HeldAsync(record, call.Ended);
        await (call.Audited ?? Task.CompletedTask);
        var terms = isOn
            ? await Start.TermsAsync(record.Name, record.Id, [record.Program, .. record.Arguments], "shell.record", request.Input, call)
            : null;
        var reply = await link.AskAsync(new HolderAsk(HolderVerb.Record, record.Id, Record: terms), CancellationToken.None);
        return _shells.Info(record, reply.Shells?[0]);
    }

    public async Task<RecordingList> ListAsync(ListRecordings request, Call call)
    {
        if (request.Limit is < 1 or > ListMax)
        {
            throw Fault.Invalid($"limit is {request.Limit}", $"give one from 1 to {ListMax}");
        }

        var all = _shelf.All(await LiveAsync(call.Ended))
            .Where(one => request.Shell is null || one.Shell == request.Shell)
            .Where(one => request.Cursor is null || string.CompareOrdinal(one.Name, request.Cursor) > 0)
            .Take(request.Limit + 1).ToList();
        return new RecordingList(
            all.Count > request.Limit ? all[..request.Limit] : all, all.Count > request.Limit ? all[request.Limit - 1].Name : null);
    }

    public async Task<RecordingInfo> ShowAsync(ShowRecording request, Call call) => await KnownAsync(request.Name, call.Ended);

    /// <summary>As far as it is written, always whole lines.</summary>
    public async Task<Download> ExportAsync(ExportRecording request, Call call)
    {
        ShellRights.Check(call.Caller, _engineIsRoot);
        var known = await KnownAsync(request.Name, call.Ended);
        if (known.Input && call.Caller.Permissions.HasFlag(Permission.ReadOnly))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"recording '{known.Name}' has what was typed in it, and '{call.Caller.Identity}' is READ_ONLY.",
                "Who only looks on sees what shells show; use a key without READ_ONLY.");
        }

        var (content, length) = _shelf.Open(known.Name);
        return new Download(content, length, MediaType, known.Name + ".cast");
    }

    public async Task<RecordingsRemoved> RemoveAsync(RemoveRecording request, Call call)
    {
        ShellRights.Check(call.Caller, _engineIsRoot);
        var known = await KnownAsync(request.Name, call.Ended);
        if (known.Recording)
        {
            throw Fault.Conflict($"recording '{known.Name}' is being written", $"end it first: dxflow shell record {known.Shell} off");
        }

        await (call.Audited ?? Task.CompletedTask);
        _shelf.Remove(known.Name);
        return new RecordingsRemoved([known.Name]);
    }

    public async Task<RecordingsRemoved> PruneAsync(PruneRecordings request, Call call)
    {
        ShellRights.Check(call.Caller, _engineIsRoot);
        if (request is { Older: null, Bytes: null } or { Bytes: < 0 })
        {
            throw Fault.Invalid("that would say nothing of what goes", "give --older, --bytes or both; --older 0s is all of them");
        }

        var spent = await SpentAsync(request.Older, request.Bytes, call.Ended);
        await (call.Audited ?? Task.CompletedTask);
        return new RecordingsRemoved(request.DryRun ? spent : Remove(spent));
    }

    /// <summary>Keeps to the rules from now on.</summary>
    public void KeepRules() => _ = KeepRulesAsync(_over.Token);

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private async Task KeepRulesAsync(CancellationToken over)
    {
        await Task.Yield();
        while (!over.IsCancellationRequested)
        {
            try
            {
                Remove(await SpentAsync(_rules.Age, _rules.Bytes, over));
            }
            catch (Exception failure) when (failure is Fault or IOException or OperationCanceledException)
            {
                // A holder that does not answer, or the end: the next look is as good.
            }

            await Task.Delay(Look, _time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<string>> SpentAsync(TimeSpan? age, long? bytes, CancellationToken cancel) =>
        [.. RecordingRules.Spent(_shelf.All(await LiveAsync(cancel)), age, bytes, _time.GetUtcNow()).Select(static one => one.Name)];

    private IReadOnlyList<string> Remove(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            _shelf.Remove(name);
        }

        return names;
    }

    private async Task<RecordingInfo> KnownAsync(string name, CancellationToken cancel) =>
        _shelf.Find(name, await LiveAsync(cancel)) ?? throw RecordingShelf.Missing(name);

    private async Task<IReadOnlySet<string>> LiveAsync(CancellationToken cancel) =>
        (await _shells.Holders.ListAsync(cancel)).Select(static held => held.Recording).OfType<string>().ToHashSet();
}
