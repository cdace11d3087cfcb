using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Wire;

/// <summary>The last record of every stream; a stream that stops without it was cut off.</summary>
internal sealed record StreamEnd(
    [Description("0, or the exit code that belongs to the fault.")] int Code,
    [Description("Why the stream ended before its time.")] FaultInfo? Fault = null)
{
    public static readonly StreamEnd Well = new(0);

    public static StreamEnd Of(FaultInfo fault) => new(FaultCodes.Exit(fault.Code), fault);
}

/// <summary>How the end looks between other lines of NDJSON; no record of a stream may have a property of this name.</summary>
internal sealed record StreamEndLine([property: Description("The end of the stream.")] StreamEnd End);
