namespace Dxflow.Workflows.Flow;

/// <summary>Carries a <see cref="FlowError"/> up to the boundary that names its place: a template, an input, an output.</summary>
internal sealed class FlowException(FlowError error) : Exception(error.Message)
{
    public FlowException(FlowErrorKind kind, string message, string? fix = null)
        : this(new FlowError(kind, message, fix))
    {
    }

    public FlowError Error { get; } = error;
}
