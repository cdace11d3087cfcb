namespace Dxflow.Workflows.Compose.Variables;

/// <summary>A fault in the way a variable is written or set, at an offset of the text.</summary>
internal readonly record struct VariableFault(int Offset, VariableFaultKind Kind, string Name, string Text = "");
