namespace Dxflow.Sdk.Ops;

/// <summary>
/// What an artifact among an operator's outputs is called for those who take it, with its ending:
/// <c>[property: OutputFile("relaxed.xyz")]</c>.
/// Otherwise it has the output's name.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OutputFileAttribute(string name) : Attribute
{
    /// <summary>A file name, without directories.</summary>
    public string Name { get; } = Path.GetFileName(name) == name && name is not ("" or "." or "..")
        ? name
        : throw new ArgumentException($"`{name}` is no name of a file: leave directories out.", nameof(name));
}
