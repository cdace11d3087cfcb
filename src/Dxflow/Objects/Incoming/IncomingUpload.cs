using Dxflow.Foundation.Files;
using Dxflow.Foundation.Streams;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Incoming;

/// <summary>
/// One upload that comes in pieces. One request at a time writes to it: the next one interrupts the one before, which is most often of
/// a client that has gone and whose connection nobody has found dead yet.
/// </summary>
internal sealed class IncomingUpload(IncomingFiles files, ObjectQuota quota, IncomingRecord record, DateTimeOffset changedAt)
    : IDisposable
{
    /// <summary>How long one is kept to which nothing comes, or that is over.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private int _writers;

    /// <summary>Of the bytes that are there, if this engine saw them come.</summary>
    private PassingSum? _sum;

    public IncomingRecord Record { get; private set; } = record;

    public DateTimeOffset ChangedAt { get; set; } = changedAt;

    /// <summary>Whether somebody writes to it now, or waits to: however long that takes, it is not forgotten meanwhile.</summary>
    public bool IsBusy => Volatile.Read(ref _writers) > 0;

    public long Offset => Record.Phase == IncomingPhase.Done && !Record.Part ? Record.Length!.Value : files.LengthOf(Record.Id) ?? 0;

    public IncomingInfo Info() => new(
        Record.Id, Record.Path, Offset, Record.Length, Record.Phase == IncomingPhase.Done, ChangedAt + KeptFor, Record.By, Record.Part,
        Record.Sha256, Record.Metadata, Record.Parts);

    /// <summary>
    /// With the sum of the bytes that are there now. Nobody has to wait for it: they stay as they are, whatever comes behind them; but for
    /// those whose own checksum is still to come, and they have another sum then.
    /// </summary>
    public IncomingInfo Summed(CancellationToken cancel)
    {
        var info = Info();
        if (info.Done)
        {
            return info with { Sum = info.Sha256 };
        }

        using var file = files.Open(Record.Id);
        return info with { Sum = new ObjectCheck(cancel).Sha256Of(file, Record.Id, info.Offset) };
    }

    /// <summary>The turn to write, with the end of it when somebody else wants it.</summary>
    public async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ended)
    {
        Interlocked.Increment(ref _writers);
        try
        {
            return await AloneAsync(work, ended);
        }
        finally
        {
            Interlocked.Decrement(ref _writers);
        }
    }

    private async Task<T> AloneAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ended)
    {
        lock (_lock)
        {
            _running?.Cancel();
        }

        await _turn.WaitAsync(ended);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(ended);
        try
        {
            lock (_lock)
            {
                _running = running;
            }

            return await work(running.Token);
        }
        catch (OperationCanceledException) when (!ended.IsCancellationRequested)
        {
            throw Fault.Conflict($"somebody else goes on with the upload {Record.Id}", "ask where it is, and go on there");
        }
        finally
        {
            lock (_lock)
            {
                _running = null;
            }

            _turn.Release();
        }
    }

    public void Keep(IncomingRecord record)
    {
        files.Write(record);
        Record = record;
    }

    /// <summary>
    /// Writes what comes behind what is there, durably. What came before a connection was lost stays, unless a checksum was to prove it.
    /// </summary>
    public async Task ReceiveAsync(Stream content, long offset, ChunkSum? sum, CancellationToken ended)
    {
        using var file = files.Open(Record.Id);
        if (_sum?.Length != offset || offset == 0)
        {
            Forget();
            _sum = offset == 0 ? new PassingSum() : null;
        }

        var intake = new FileIntake(file, Record.Id, (part, at) =>
        {
            if (at + part.Length > (Record.Length ?? long.MaxValue))
            {
                throw Fault.Invalid($"more came than the {Record.Length} bytes that were announced", "what is too much was not kept");
            }

            quota.Take(part.Length);
            sum?.Add(part.Span);
        });
        try
        {
            await intake.TakeAsync(content, offset, _sum, ended);
            sum?.Check();
        }
        catch (Exception) when (sum is not null)
        {
            FileCalls.Truncate(file, offset, Record.Id);
            Forget();
            throw;
        }
        finally
        {
            await intake.SettleAsync();
            FileCalls.Sync(file, Record.Id);
        }
    }

    /// <summary>What all of it has; read again where it was not summed up as it came.</summary>
    public string Sha256(CancellationToken cancel)
    {
        using var file = files.Open(Record.Id);
        return _sum is not null && _sum.Length == Offset ? _sum.Current() : new ObjectCheck(cancel).Sha256Of(file, Record.Id);
    }

    public void Dispose()
    {
        Forget();
        _turn.Dispose();
    }

    private void Forget()
    {
        _sum?.Dispose();
        _sum = null;
    }
}
