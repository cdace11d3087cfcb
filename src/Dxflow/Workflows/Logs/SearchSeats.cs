using Dxflow.Operations;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// How many search logs at once. A search looks through gigabytes for one line that it gives, so that neither its reader nor its output
/// holds it back; one that follows keeps its seat.
/// </summary>
internal sealed class SearchSeats
{
    public const int Max = 32;

    private int _taken;

    /// <summary>Given back when it is disposed of.</summary>
    /// <exception cref="Fault">All are taken.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) > Max)
        {
            Interlocked.Decrement(ref _taken);
            throw new Fault(
                FaultKind.Exhausted, $"{Max} searches of logs are under way already, and no more are taken",
                "try again when one has ended; lines without a search are given all the same");
        }

        return new Seat(this);
    }

    private sealed class Seat(SearchSeats seats) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                Interlocked.Decrement(ref seats._taken);
            }
        }
    }
}
