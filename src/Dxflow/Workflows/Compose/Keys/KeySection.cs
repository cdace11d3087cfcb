namespace Dxflow.Workflows.Compose.Keys;

/// <summary>
/// The keys of one map inside a document, other than a service's own: what each runtime does with them. <see cref="Where"/> is the path
/// that leads there, <c>*</c> for any name.
/// </summary>
internal sealed record KeySection(string Where, params IReadOnlyList<SectionKey> Keys)
{
    public string[] Names { get; } = [.. Keys.Select(static key => key.Name)];
}

/// <summary><see cref="Note"/> says why, or when.</summary>
internal sealed record SectionKey(
    string Name, OnProcess Process = OnProcess.Honoured, OnContainers Containers = OnContainers.Honoured, string Note = "");
