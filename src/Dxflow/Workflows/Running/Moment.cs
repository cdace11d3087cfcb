namespace Dxflow.Workflows.Running;

/// <summary>
/// When an input came: wall time in Unix milliseconds (from a steady clock, so that a jump of the system's fires nothing early), and
/// the seed from which every random draw of this decision follows.
/// </summary>
internal readonly record struct Moment(long Now, ulong Seed);
