namespace Dxflow.Engine.Settings;

/// <summary>What a site has names of its own for: parallel environments, memory and gpus. Null is what is usual.</summary>
internal sealed record SiteSettings(string? Pe = null, string? PeTasks = null, string? Memory = null, string? Gpus = null);
