using Dxflow.Operations;

namespace Dxflow.Workflows.Reusing;

/// <summary>What is asked to be taken over: from the run with this number, and the choices of <see cref="Planning.ReusePlan"/>.</summary>
internal sealed record ReuseWish(
    int Run, IReadOnlyList<string>? From = null, IReadOnlyDictionary<string, string>? Set = null, IReadOnlyList<string>? Force = null)
{
    /// <exception cref="Fault">There is a choice, and no run that it is about.</exception>
    public static ReuseWish? Of(
        int? run, IReadOnlyList<string>? from, IReadOnlyDictionary<string, string>? set, IReadOnlyList<string>? force)
    {
        if (run is { } number)
        {
            return new ReuseWish(number, from, set, force);
        }

        var alone = from is { Count: > 0 } ? "from" : set is { Count: > 0 } ? "set" : force is { Count: > 0 } ? "force-reuse" : null;
        return alone is null ? null
            : throw Fault.Invalid($"--{alone} says what to take over, and not from which run", "add --reuse NUMBER");
    }
}
