using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Grpc;

/// <summary>gRPC's own list of statuses, as far as an engine answers with them; the numbers are the protocol's.</summary>
internal enum GrpcCode
{
    Ok = 0,
    Cancelled = 1,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}

/// <summary>
/// What only gRPC knows to refuse (no such method, encoding or message), with the status that the kind of fault alone does not give.
/// </summary>
internal sealed class GrpcRefusal(GrpcCode code, FaultInfo info) : Exception(info.Detail)
{
    public GrpcCode Code { get; } = code;

    public FaultInfo Info { get; } = info;

    public static GrpcRefusal Method(string path) => new(
        GrpcCode.Unimplemented,
        new FaultInfo(FaultKind.Missing, $"There is no method {path}.", "dxflow engine proto prints what there is."));

    public static GrpcRefusal Messages(string what) =>
        new(GrpcCode.Unimplemented, new FaultInfo(FaultKind.Invalid, what, "Send exactly one message, then end."));

    public static GrpcRefusal Encoding(string given) => new(
        GrpcCode.Unimplemented,
        new FaultInfo(FaultKind.Invalid, $"Messages in {given} are not understood.", "Take gzip, or identity."));

    public static Fault Proto(ProtoException broken) =>
        Fault.Invalid(broken.Message, "Take dxflow.proto of this engine: dxflow engine proto.");
}
