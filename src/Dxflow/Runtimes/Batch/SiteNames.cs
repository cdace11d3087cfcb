namespace Dxflow.Runtimes.Batch;

/// <summary>
/// What a site has names of its own for; null: what is usual. <see cref="Slots"/>: where several slots are on one node,
/// <see cref="Tasks"/>: where they may be on several.
/// </summary>
internal sealed record SiteNames(string? Slots = null, string? Tasks = null, string? Memory = null, string? Gpus = null);
