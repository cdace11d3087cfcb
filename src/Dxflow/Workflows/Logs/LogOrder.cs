namespace Dxflow.Workflows.Logs;

/// <summary>The one order of lines: by time, then by service and instance, then by attempt, stream and offset.</summary>
internal readonly record struct LogOrder(DateTimeOffset At, int Step, int Slice, int Attempt, bool Error, long Position)
    : IComparable<LogOrder>
{
    public int CompareTo(LogOrder other) =>
        (At, Step, Slice, Attempt, Error, Position).CompareTo(
            (other.At, other.Step, other.Slice, other.Attempt, other.Error, other.Position));
}
