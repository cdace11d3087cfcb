using Dxflow.Foundation.Files;
using Dxflow.Foundation.Values;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Keeping;

/// <summary>
/// How many bytes the object storage may hold, with what is coming in; 0: as many as there is room for. What comes is counted before it is
/// written, from what was there when it was last looked at. Removals are noticed when something would not fit: then it is looked at again,
/// once a second at most. So the limit is kept but for what is written past the engine.
/// </summary>
internal sealed class ObjectQuota(string root, long bytesMax, TimeProvider time)
{
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _used;
    private long? _lookedAt;

    /// <summary>For how many bytes there is room still.</summary>
    public long BytesLeft
    {
        get
        {
            lock (_lock)
            {
                return bytesMax == 0 ? long.MaxValue : Math.Max(0, bytesMax - Used(wanted: 0));
            }
        }
    }

    /// <exception cref="Fault">There is no room for so many.</exception>
    public void Take(long bytes) => Look(bytes, taken: bytes);

    /// <summary>The same of what is only announced.</summary>
    public void Check(long bytes) => Look(bytes, taken: 0);

    private void Look(long wanted, long taken)
    {
        if (bytesMax == 0)
        {
            return;
        }

        lock (_lock)
        {
            var used = Used(wanted);
            if (wanted > bytesMax - used)
            {
                throw new Fault(
                    FaultKind.Exhausted,
                    $"the object storage may hold {ByteSize.Format(bytesMax)}, and {ByteSize.Format(used)} are there or are coming",
                    "remove something (dxflow object prune --dry-run), or ask for a higher objects-bytes-max", new IOException());
            }

            _used += taken;
        }
    }

    private long Used(long wanted)
    {
        if (_lookedAt is not { } at || (_used + wanted > bytesMax && time.GetElapsedTime(at) >= LookPause))
        {
            using var top = FileCalls.Open(root, Libc.HoldOnly | Libc.Directory);
            _used = TreeWalk.Below(top, ObjectPath.DepthMax + 1, null, CancellationToken.None)
                .Sum(static item => item.Stat.Kind == FileKind.Regular ? item.Stat.Length : 0);
            _lookedAt = time.GetTimestamp();
        }

        return _used;
    }
}
