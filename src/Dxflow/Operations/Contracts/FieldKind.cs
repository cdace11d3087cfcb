namespace Dxflow.Operations.Contracts;

/// <summary>The wire types, as every surface must be able to carry them.</summary>
internal enum FieldKind
{
    Text,
    Flag,
    Integer,
    Number,
    Instant,
    Duration,
    Bytes,
    Choice,
    List,
    Map,
    Record,

    /// <summary>The user's own value, any JSON.</summary>
    Free,
}
