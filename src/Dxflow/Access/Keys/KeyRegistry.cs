using System.Collections.Immutable;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Storage;
using Microsoft.Extensions.Logging;

namespace Dxflow.Access.Keys;

/// <summary>A key and the signal that this state of it is over: whatever changes, whoever came in with it has to come in again.</summary>
internal sealed record KeyHold(KeyEntry Entry, CancellationTokenSource Ended);

/// <summary>
/// Owns the keys. One change at a time: decided against the durable state, journaled, and shown (to the next call, and to open streams
/// through <see cref="KeyHold.Ended"/>) when it is durable. Only taking a key away bites before, and goes on while the disk is full: a
/// crash brings the key back, but nobody was told that it is gone. Reading takes no lock. A journal that was damaged may have lost that
/// a key was taken away: then no key is accepted until somebody looked.
/// </summary>
internal sealed partial class KeyRegistry : IAsyncDisposable
{
    /// <summary>An expiry is looked at again so often, since the clock may be set meanwhile.</summary>
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(3);

    private readonly Journal _journal;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ITimer _expiry;
    private readonly string _aside;
    private ImmutableDictionary<string, KeyHold> _holds = ImmutableDictionary<string, KeyHold>.Empty;
    private KeyState _state;

    private KeyRegistry(KeyState state, Journal journal, TimeProvider time)
    {
        (_journal, _time) = (journal, time);
        _state = state;
        _aside = journal.Path + JournalShelf.AsideSuffix;
        _expiry = time.CreateTimer(_ => EndExpired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Hold(state);
    }

    public KeyState State => Volatile.Read(ref _state);

    /// <summary>Why no key is accepted; null: they are.</summary>
    public string? Distrust => File.Exists(_aside)
        ? $"the journal of keys was damaged, and a key that was taken away may be back; look at 'dxflow key list', then remove {_aside}"
        : null;

    public static KeyRegistry Open(string path, Committer committer, TimeProvider time, ILoggerFactory logs)
    {
        var state = KeyState.Empty;
        var log = logs.CreateLogger<KeyRegistry>();
        var file = JournalShelf.Open(path, logs, (sequence, record) =>
        {
            try
            {
                state = state.Apply(JsonSerializer.Deserialize(record, KeyEventJson.Default.KeyEvent)!);
            }
            catch (JsonException strange)
            {
                // Never guessed at: what it took away would be back.
                LogStrange(log, sequence, strange.Message);
                throw new DamagedFileException(
                    path, sequence, $"record {sequence} is not understood; this dxflow may be older than the home");
            }
        });
        return new KeyRegistry(state, committer.Add(file), time);
    }

    /// <summary>By the id that a token carries.</summary>
    public KeyHold? Find(string id) => Volatile.Read(ref _holds).GetValueOrDefault(id);

    /// <summary>Decides and makes it durable; null from <paramref name="decide"/> changes nothing. The state after it.</summary>
    public async Task<KeyState> ChangeAsync(Func<KeyState, KeyEvent?> decide, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (decide(_state) is not { } fact)
            {
                return _state;
            }

            var durable = _journal.CommittedAsync(Append(fact));
            if (!TakesAway(fact))
            {
                await durable;
            }

            var next = _state.Apply(fact);
            Volatile.Write(ref _state, next);
            await Task.WhenAll(Hold(next).Select(static hold => hold.Ended.CancelAsync()));
            await durable;
            return next;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _expiry.DisposeAsync();
        _changing.Dispose();
    }

    private static bool TakesAway(KeyEvent fact) => fact is KeyDisabled or KeyUnregistered;

    private long Append(KeyEvent fact)
    {
        try
        {
            return _journal.Append(JsonSerializer.SerializeToUtf8Bytes(fact, KeyEventJson.Default.KeyEvent), observed: TakesAway(fact));
        }
        catch (StorageExhaustedException full)
        {
            throw new Fault(FaultKind.Exhausted, full.Message, "make room; the engine takes changes again by itself", full);
        }
    }

    /// <summary>Holds each key that may be used; those whose state is over are returned.</summary>
    private List<KeyHold> Hold(KeyState state)
    {
        var before = _holds;
        var now = _time.GetUtcNow();
        var usable = state.Keys.Values.Where(key => key.IsEnabled && !key.HasExpired(now));
        var after = usable.ToImmutableDictionary(
            static key => key.Id,
            key => before.GetValueOrDefault(key.Id) is { } held && held.Entry == key
                ? held
                : new KeyHold(key, new CancellationTokenSource()));
        Volatile.Write(ref _holds, after);
        Arm(after.Values.Min(static hold => hold.Entry.ExpiresAt), now);
        return [.. before.Values.Where(hold => after.GetValueOrDefault(hold.Entry.Id) != hold)];
    }

    private void Arm(DateTimeOffset? next, DateTimeOffset now) => _expiry.Change(
        next is { } at ? (at - now < LookMax ? at - now : LookMax) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void EndExpired() => _ = EndExpiredAsync();

    private async Task EndExpiredAsync()
    {
        try
        {
            await _changing.WaitAsync();
        }
        catch (ObjectDisposedException)
        {
            // The engine ends, and every stream with it.
            return;
        }

        try
        {
            await Task.WhenAll(Hold(_state).Select(static hold => hold.Ended.CancelAsync()));
        }
        finally
        {
            _changing.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "record {Sequence} of the journal of keys is not understood: {Why}")]
    private static partial void LogStrange(ILogger log, long sequence, string why);
}
