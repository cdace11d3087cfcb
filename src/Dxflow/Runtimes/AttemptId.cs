using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dxflow.Runtimes;

/// <summary>
/// One attempt at one slice of one step of one run: the identity of a task everywhere, also outside the engine (container name,
/// cgroup, <c>DXFLOW_ATTEMPT_ID</c>), and the idempotency key of every command about it. <see cref="Run"/> is the run's own id
/// (16 lower-case hex), not its number, so a removed and re-created workflow never meets its predecessor's tasks.
/// Attempts count from 1; step and slice from 0.
/// </summary>
internal readonly record struct AttemptId(string Run, int Step, int Slice, int Attempt)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}-{Step}-{Slice}-{Attempt}");

    public static bool TryParse(string text, [NotNullWhen(true)] out AttemptId? id)
    {
        id = null;
        var parts = text.Split('-');
        if (parts.Length != 4 || parts[0].Length == 0
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var slice)
            || !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
        {
            return false;
        }

        id = new AttemptId(parts[0], step, slice, attempt);
        return true;
    }
}
