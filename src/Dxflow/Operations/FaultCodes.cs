namespace Dxflow.Operations;

/// <summary>The one table from a kind of failure to HTTP status, gRPC status and exit code.</summary>
internal static class FaultCodes
{
    /// <summary>A disk that is full is 507, every other exhaustion 429; the caller of this knows which.</summary>
    public static int Status(FaultKind kind) => kind switch
    {
        FaultKind.Invalid => 400,
        FaultKind.Unauthenticated => 401,
        FaultKind.Forbidden => 403,
        FaultKind.Missing => 404,
        FaultKind.Conflict => 409,
        FaultKind.Exhausted => 429,
        FaultKind.Unavailable => 503,
        FaultKind.Timeout => 504,
        FaultKind.Cancelled => 499,
        _ => 500,
    };

    /// <summary>The numbers are gRPC's own. A conflict is FAILED_PRECONDITION: to try the same again is of no use.</summary>
    public static int Grpc(FaultKind kind) => kind switch
    {
        FaultKind.Invalid => 3,
        FaultKind.Unauthenticated => 16,
        FaultKind.Forbidden => 7,
        FaultKind.Missing => 5,
        FaultKind.Conflict => 9,
        FaultKind.Exhausted => 8,
        FaultKind.Unavailable => 14,
        FaultKind.Timeout => 4,
        FaultKind.Cancelled => 1,
        _ => 13,
    };

    public static int Exit(FaultKind kind) => kind switch
    {
        FaultKind.Invalid => 2,
        FaultKind.Missing => 3,
        FaultKind.Unauthenticated or FaultKind.Forbidden => 4,
        FaultKind.Unavailable => 5,
        FaultKind.Conflict => 6,
        FaultKind.Timeout => 7,
        FaultKind.Cancelled => 130,
        _ => 1,
    };
}
