namespace Dxflow.Operations;

/// <summary>What an operation does for tus 1.0 (https://tus.io/protocols/resumable-upload), which a surface speaks for it.</summary>
internal enum TusAct
{
    Create,
    Append,
    Show,
    Remove,
}

/// <summary>Its part in tus, and what its answer says there.</summary>
internal sealed record TusRole(TusAct Act, Func<object, Resumable> Tell);

/// <summary>
/// An upload that comes in pieces, as far as tus asks about it: bytes that are there and those of all of it, null while that is not known;
/// <see cref="Done"/>, all is there and where it was to be; ids of the parts that it was put together from; what its client said of it,
/// word for word.
/// </summary>
internal sealed record Resumable(
    string Id, long Offset, long? Length, bool Done, DateTimeOffset ExpiresAt, bool IsPart, IReadOnlyList<string> Parts, string? Metadata);

/// <summary>What came is not what its checksum says.</summary>
internal sealed class ChecksumException(string message) : Exception(message);
