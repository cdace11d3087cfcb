namespace Dxflow.Artifacts;

/// <summary>How a task gets an artifact.</summary>
internal enum StageMode
{
    /// <summary>Read-only; may share the store's own file, for a task that cannot write to it (any but root).</summary>
    Shared,

    /// <summary>Read-only, and never the store's own file: for a task that runs as root, which no mode stops.</summary>
    Private,

    /// <summary>A copy of its own to change.</summary>
    Writable,
}
