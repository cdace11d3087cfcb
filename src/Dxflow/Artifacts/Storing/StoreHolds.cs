namespace Dxflow.Artifacts.Storing;

/// <summary>
/// Since when somebody has been adding what nothing refers to yet. One that is closed counts for a while longer: its event is on the way
/// to where it is seen.
/// </summary>
internal sealed class StoreHolds(TimeProvider time)
{
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (DateTimeOffset Opened, DateTimeOffset? Closed)> _holds = [];
    private long _number;

    public StoreHold Open()
    {
        lock (_gate)
        {
            var number = ++_number;
            _holds.Add(number, (time.GetUtcNow(), null));
            return new StoreHold(() => Close(number));
        }
    }

    /// <summary>When the oldest was opened; now, if there is none.</summary>
    public DateTimeOffset Since()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var (number, (_, closed)) in _holds)
            {
                if (closed + Linger < now)
                {
                    _holds.Remove(number);
                }
            }

            return _holds.Count == 0 ? now : _holds.Values.Min(static hold => hold.Opened);
        }
    }

    private void Close(long number)
    {
        lock (_gate)
        {
            if (_holds.TryGetValue(number, out var hold))
            {
                _holds[number] = (hold.Opened, hold.Closed ?? time.GetUtcNow());
            }
        }
    }
}
