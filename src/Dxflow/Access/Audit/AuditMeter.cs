using Dxflow.Operations;

namespace Dxflow.Access.Audit;

/// <summary>How much was audited since the engine began, and how often nobody known was calling.</summary>
internal sealed class AuditMeter
{
    private long _entries;
    private long _unknown;

    public long Entries => Volatile.Read(ref _entries);

    /// <summary>Sign-ins, and calls with no token or one that is not good, that were turned away and have their entry.</summary>
    public long Unknown => Volatile.Read(ref _unknown);

    public Task<long> Counted(AuditEntry entry, Task<long> written)
    {
        if (!written.IsFaulted)
        {
            Interlocked.Increment(ref _entries);
        }

        if (entry is { Act: AuditAct.Refused, Fault: FaultKind.Unauthenticated })
        {
            Interlocked.Increment(ref _unknown);
        }

        return written;
    }
}
