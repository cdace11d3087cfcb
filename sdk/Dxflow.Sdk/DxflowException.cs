namespace Dxflow.Sdk;

/// <summary>
/// A failure that the engine explains, or that it could not be reached. <see cref="Code"/> is one of a closed list (invalid,
/// unauthenticated, forbidden, missing, conflict, exhausted, unavailable, timeout, cancelled, internal); the message says what failed, on
/// what; <see cref="Hint"/> what to do; <see cref="Problems"/> is every problem, where there can be several.
/// </summary>
public sealed class DxflowException(
    string code, string detail, string? hint = null, IReadOnlyList<Problem>? problems = null, Exception? cause = null)
    : Exception(detail, cause)
{
    public string Code { get; } = code;

    public string? Hint { get; } = hint;

    public IReadOnlyList<Problem> Problems { get; } = problems ?? [];
}
