using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Where the parts of an attempt lie, as the task sees them; all absolute. <see cref="Stored"/> is the path of an artifact in the
/// store, for inputs with <c>place: false</c>; null where tasks cannot see the store.
/// </summary>
internal sealed record TaskPlaces(
    string Work, string Script, string InputsJson, string Progress, Func<ArtifactValue, string>? Stored = null,
    string Secrets = TaskPlaces.MountedSecrets)
{
    /// <summary>Where containers have them.</summary>
    public const string MountedSecrets = "/run/secrets";

    /// <summary>Of a task that is not going to run: what it is given is told by its content.</summary>
    public static TaskPlaces Nowhere { get; } =
        new("/work", "/script", "/inputs.json", "/progress", static artifact => "/store/" + artifact.Sha256);

    public string Inputs => Work + "/inputs";

    public string Outputs => Work + "/outputs";

    public string Temporary => Work + "/tmp";
}
