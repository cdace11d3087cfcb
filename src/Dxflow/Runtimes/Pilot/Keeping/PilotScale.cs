namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// How many pilots there are, without those that are certainly over. <see cref="Waiting"/>: submitted, and their workers have not come yet.
/// </summary>
internal readonly record struct PilotCount(int Waiting, int Up)
{
    public int All => Waiting + Up;
}

/// <summary>When pilots are submitted and sent away: plain arithmetic over what is asked for and what is there.</summary>
internal static class PilotScale
{
    /// <summary>How many pilots there should be for so many cores of tasks that wait or run.</summary>
    public static int Wanted(PilotTerms terms, double cpus) =>
        Math.Clamp((int)Math.Min(terms.Max, Math.Ceiling(cpus / terms.Cpus)), terms.Min, terms.Max);

    public static bool MaySubmit(PilotTerms terms, int wanted, PilotCount there) =>
        there.All < wanted && there.Waiting < terms.Backlog;

    /// <summary>One with nothing to do may end: not below what is always to be there, nor what is asked for now.</summary>
    public static bool MayLeave(PilotTerms terms, int wanted, PilotCount there, TimeSpan idle) =>
        idle >= terms.IdleMax && there.Up > Math.Max(terms.Min, wanted);

    /// <summary>One that only waits is in nobody's way, but for nobody's good either once there is no work for it.</summary>
    public static bool IsTooMany(int wanted, PilotCount there) => there.Waiting > 0 && there.All > wanted;
}
