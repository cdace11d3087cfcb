namespace Dxflow.Runtimes.Batch.Beside;

/// <summary>
/// A task that runs in a job, whose launch file is in its directory: the node, as far as that is known, and what asks for the job's
/// <see cref="JobView.Number"/> (null: the scheduler does not name it).
/// </summary>
internal sealed record BesidePlace(TaskRef Task, string? Node, Func<Task<string?>> NumberAsync);
