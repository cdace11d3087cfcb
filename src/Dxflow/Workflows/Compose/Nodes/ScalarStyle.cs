namespace Dxflow.Workflows.Compose.Nodes;

internal enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}
