namespace Dxflow.Workflows.Running.Deciding;

internal enum Readiness
{
    /// <summary>Something it depends on is not that far.</summary>
    Wait,

    Go,

    /// <summary>It can never start; <see cref="Judgement.Because"/> is why.</summary>
    Omit,

    /// <summary>Its <c>run_if</c> is not met, and that is fine.</summary>
    Skip,
}

/// <summary>
/// Whether a step may start now; if never, the step or service that is the cause, and what of it where that does not say enough.
/// </summary>
internal readonly record struct Judgement(Readiness Readiness, int Because = -1, string? Detail = null);
