namespace Dxflow.Engine.Settings;

/// <summary>
/// A setting that exists: its type is checked when it is set, its default and description are shown by <c>config list</c>.
/// </summary>
internal sealed record ConfigKey(string Name, string Default, string Description, Func<string, string?> Check)
{
    /// <summary>Overrides the file: <c>DXFLOW_CONFIG_PROCESS_CPUS</c>, so that it never meets the variables of tasks.</summary>
    public string Variable => "DXFLOW_CONFIG_" + Name.Replace('-', '_').ToUpperInvariant();
}
