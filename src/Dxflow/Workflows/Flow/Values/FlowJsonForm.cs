namespace Dxflow.Workflows.Flow.Values;

/// <summary>Who reads the JSON, which decides how artifacts and secrets are written.</summary>
internal enum FlowJsonForm
{
    /// <summary>Journal, API and CLI: artifacts as objects, secrets masked.</summary>
    Wire,

    /// <summary>The run's own 0600 file: artifacts as objects, secrets in clear.</summary>
    Stored,

    /// <summary>A task: artifacts as the paths it sees, secrets masked (they reach a task by its environment).</summary>
    Task,

    /// <summary>A message: artifacts by name, secrets masked.</summary>
    Shown,

    /// <summary>A task, of artifacts that lie in the store alone: objects with content, size and path.</summary>
    Located,
}
