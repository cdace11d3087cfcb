namespace Dxflow.Workflows.Compose.Variables;

internal enum ReferenceKind
{
    Reference,

    /// <summary>Begins with a dot, or holds a dot after a blank: somebody else's template.</summary>
    GoTemplate,

    Unclosed,
}
