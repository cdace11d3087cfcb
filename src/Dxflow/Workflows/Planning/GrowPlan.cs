namespace Dxflow.Workflows.Planning;

/// <summary>
/// <c>retry.grow</c>: what each attempt has more than the one before, by these factors, of memory (booked and enforced) and of time to run.
/// No attempt has more memory than <see cref="MemoryBytesMax"/>, the machine's.
/// </summary>
internal sealed record GrowPlan(double Memory = 1, double Run = 1, long MemoryBytesMax = long.MaxValue);
