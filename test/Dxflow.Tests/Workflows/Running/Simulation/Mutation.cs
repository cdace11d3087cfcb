namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>A rule broken on purpose, to see that the simulation notices.</summary>
internal enum Mutation
{
    None,

    /// <summary>Commands go out before their events are durable (rule 17).</summary>
    NoWait,

    /// <summary>Answers are given before their events are durable.</summary>
    EarlyAnswer,

    /// <summary>A search after a restart does not keep a late start from running (rule 30).</summary>
    NoStartToken,

    /// <summary>Slots are taken as free when the engine restarts (rule 18).</summary>
    NoHold,

    /// <summary>Recovery decides nothing that a torn batch left out.</summary>
    NoRecovery,

    /// <summary>The outbox misses one command in a hundred.</summary>
    LostCommand,
}
