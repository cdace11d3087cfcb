using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>
/// One share while the engine runs: its record, which is on the disk before a use of it counts, and the signal that it is revoked. Wrong
/// passwords close it to everybody for a while, so that nobody can try many, from however many addresses.
/// </summary>
internal sealed class Share(ShareRecord record, Action<ShareRecord> write) : IDisposable
{
    public const int WrongMax = 10;
    public static readonly TimeSpan ClosedFor = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _revoked = new();
    private long _bytesTaken;
    private int _coming;
    private int _wrong;
    private DateTimeOffset _closedUntil;

    public ShareRecord Record { get; private set; } = record;

    public CancellationToken Revoked => _revoked.Token;

    public bool IsUsedUp => Record.Count is { } count && Record.Used >= count;

    /// <summary>One more request that is answered. False: there were as many as may be.</summary>
    public bool TryUse()
    {
        lock (_lock)
        {
            if (IsUsedUp)
            {
                return false;
            }

            Keep(Record with { Used = Record.Used + 1 });
            return true;
        }
    }

    /// <summary>A file that begins to come. False: with those that are coming there are as many as may be.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (Record.Count is { } count && Record.Used + _coming >= count)
            {
                return false;
            }

            _coming++;
            return true;
        }
    }

    /// <summary>Bytes of files that are coming count as they come.</summary>
    public bool TryTake(int bytes)
    {
        lock (_lock)
        {
            _bytesTaken += bytes;
            return Record.BytesLeft is not { } left || _bytesTaken <= left;
        }
    }

    /// <summary>A file that has come, or has not, and how many of its bytes were taken.</summary>
    public void End(long bytes, bool hasCome)
    {
        lock (_lock)
        {
            _coming--;
            _bytesTaken -= bytes;
            if (hasCome)
            {
                Keep(Record with { Used = Record.Used + 1, BytesLeft = Record.BytesLeft - bytes });
            }
        }
    }

    /// <exception cref="Fault">It is wrong, or too many were.</exception>
    public void CheckPassword(string? given, DateTimeOffset now)
    {
        if (Record.Password is not { } kept)
        {
            return;
        }

        lock (_lock)
        {
            if (now < _closedUntil)
            {
                throw new Fault(FaultKind.Exhausted, "too many passwords were wrong", "try again in a minute");
            }
        }

        if (given is not null && SharePassword.Fits(kept, given))
        {
            lock (_lock)
            {
                _wrong = 0;
            }

            return;
        }

        lock (_lock)
        {
            if (given is not null && ++_wrong >= WrongMax)
            {
                (_wrong, _closedUntil) = (0, now + ClosedFor);
            }
        }

        throw new Fault(
            FaultKind.Unauthenticated, given is null ? "this link wants a password" : "that is not the password of this link",
            "curl -u :PASSWORD sends one");
    }

    public void Revoke() => _revoked.Cancel();

    public void Dispose() => _revoked.Dispose();

    private void Keep(ShareRecord record)
    {
        write(record);
        Record = record;
    }
}
