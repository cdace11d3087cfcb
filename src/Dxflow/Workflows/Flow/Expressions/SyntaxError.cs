namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// Something that is no expression, at an offset of its text. It never leaves the parser, which turns it into a <see
/// cref="FlowError"/>.
/// </summary>
internal sealed class SyntaxError(string message, int offset, string? fix = null) : Exception(message)
{
    public int Offset { get; } = offset;

    public string? Fix { get; } = fix;
}
