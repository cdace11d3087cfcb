namespace Dxflow.Workflows.Planning;

/// <summary>
/// A secret that a step is given, with its text in clear: the plan is kept where only the engine's user reads, and every such text is
/// masked in what is shown.
/// </summary>
internal sealed record SecretPlan(string Name, string Text)
{
    /// <summary>As a variable has it: without the newline that a file ends with.</summary>
    public string Line => Text.EndsWith('\n') ? Text[..^1].TrimEnd('\r') : Text;
}
