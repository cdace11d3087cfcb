using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>What a reference is: its type and, if it may be null, why; or what is wrong with it and what to do.</summary>
internal sealed record ReferenceType(FlowType? Type, string? Because = null, string? Error = null, string? Fix = null)
{
    public static ReferenceType Wrong(string error, string? fix = null) => new(null, Error: error, Fix: fix);
}
