namespace Dxflow.Workflows.Running;

/// <summary>How a report of the runtime came about; it matters for what "not started" means.</summary>
internal enum ReportSource
{
    /// <summary>Seen by watching.</summary>
    Watch,

    /// <summary>The answer to a start.</summary>
    Start,

    /// <summary>The answer to a search after a restart or a lost connection: "not started" means never, and by our own token.</summary>
    Find,
}
