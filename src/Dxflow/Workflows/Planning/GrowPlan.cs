namespace Dxflow.Workflows.Planning;

/// <summary>
/// <c>retry.grow</c>: what each attempt has more than the one before, by these factors, of memory (booked and enforced) and of time to run.
/// No attempt has more memory than <see cref="MemoryBytesMax"/>, the machine's; on machines of others <see cref="AnyMemoryBytes"/>.
/// </summary>
internal sealed record GrowPlan(double Memory = 1, double Run = 1, long MemoryBytesMax = long.MaxValue)
{
    /// <summary>More than any machine has, and little enough to be counted with: how much is too much is said there.</summary>
    public const long AnyMemoryBytes = 1L << 50;
}
