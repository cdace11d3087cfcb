namespace Dxflow.Workflows.Running.Owed;

[Flags]
internal enum FlightFlags : ushort
{
    None = 0,

    /// <summary>A lease was asked for.</summary>
    Asked = 1,

    /// <summary>A lease is held: the attempt may be granted.</summary>
    Held = 2,

    /// <summary>The lease's slot is free: the attempt may start.</summary>
    Open = 4,

    /// <summary>Nobody of this engine's life has seen the attempt: it has to be found first.</summary>
    Unknown = 8,

    /// <summary>The runtime knows the attempt.</summary>
    Sent = 16,

    StopSent = 32,
    KillSent = 64,
    Probed = 128,
    PauseSent = 256,

    /// <summary>It stands in line where only so many tasks at once are allowed.</summary>
    Lined = 512,
}

/// <summary>
/// What was asked of the world for one slice and not yet answered. None of it is durable: after a crash it is empty, and what is
/// owed follows from the run's state again.
/// </summary>
internal struct Flight
{
    public FlightFlags Flags;

    /// <summary>The one command under way for the attempt.</summary>
    public CommandKind Busy;

    /// <summary>The attempt that the flags are about.</summary>
    public int Attempt;

    /// <summary>Counts wishes for capacity (<see cref="LeaseKey"/>).</summary>
    public int Turn;

    /// <summary>How many of its lines it has passed (<see cref="Shares"/>).</summary>
    public byte Passed;

    public readonly bool Has(FlightFlags flag) => (Flags & flag) != 0;
}
