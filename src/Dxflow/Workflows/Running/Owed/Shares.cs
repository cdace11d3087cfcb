using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// How many tasks at once a step, a called document and the run allow. A slice passes these lines from the innermost outwards and then
/// asks for capacity; where a line is full it waits, so that it takes nothing from those outside. Services, and <c>on_exit</c> of the run,
/// pass none: they would wait for those that wait for them.
/// </summary>
internal sealed class Shares(RunState state, Column<Flight> flights)
{
    private readonly Dictionary<int, Line> _lines = [];

    /// <summary>A slice in a line is meant as it was when it came: by then it may have been dropped, and come again.</summary>
    public readonly record struct Ticket(int Slice, int Turn);

    /// <summary>Goes as far as it can; true once it has passed all lines.</summary>
    public bool Advance(int slice)
    {
        ref var flight = ref flights[slice];
        while (LineAt(slice, flight.Passed) is { } line)
        {
            if (line.Used >= line.Limit)
            {
                line.Waiting.Enqueue(new Ticket(slice, flight.Turn));
                return false;
            }

            line.Used++;
            flight.Passed++;
        }

        return true;
    }

    /// <summary>What runs already has passed them all, however many there are.</summary>
    public void Force(int slice)
    {
        ref var flight = ref flights[slice];
        for (; LineAt(slice, flight.Passed) is { } line; flight.Passed++)
        {
            line.Used++;
        }
    }

    /// <summary>Gives its places back, each to the first who waits for it; those can be advanced further.</summary>
    public void Leave(int slice, Queue<Ticket> freed)
    {
        ref var flight = ref flights[slice];
        for (; flight.Passed > 0; flight.Passed--)
        {
            var line = LineAt(slice, flight.Passed - 1)!;
            line.Used--;
            while (line.Used < line.Limit && line.Waiting.TryDequeue(out var next))
            {
                if (IsMeant(next))
                {
                    line.Used++;
                    flights[next.Slice].Passed++;
                    freed.Enqueue(next);
                }
            }
        }
    }

    public bool IsMeant(Ticket ticket) =>
        flights[ticket.Slice] is var flight && flight.Turn == ticket.Turn && flight.Has(FlightFlags.Lined);

    private Line? LineAt(int slice, int number)
    {
        var step = state.Slices[slice].Step;
        if (state.NodeOf(step).Kind == NodeKind.Service)
        {
            return null;
        }

        var frame = state.Steps[step].Frame;
        if (state.NodeOf(step).Step?.Parallel is { } parallel && number-- == 0)
        {
            return Of(step, parallel);
        }

        while (frame >= 0)
        {
            var host = state.Frames[frame].Host;
            var isCounted = host >= 0 || state.IsMain(step);
            if (isCounted && state.Bodies[state.Frames[frame].Body].Parallel is { } limit && number-- == 0)
            {
                return Of(~frame, limit);
            }

            step = host < 0 ? step : state.Slices[host].Step;
            frame = host < 0 ? -1 : state.Steps[step].Frame;
        }

        return null;
    }

    private Line Of(int key, int limit)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            _lines.Add(key, line = new Line(limit));
        }

        return line;
    }

    private sealed class Line(int limit)
    {
        public int Limit => limit;

        public int Used { get; set; }

        public Queue<Ticket> Waiting { get; } = [];
    }
}
