namespace Dxflow.Workflows.Running.Capacity;

/// <summary>How many of a named resource there are, and how many are booked.</summary>
internal sealed record NamedUse(string Name, long Count, long Booked);
