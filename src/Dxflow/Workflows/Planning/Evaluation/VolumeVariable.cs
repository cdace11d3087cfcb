namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>By which variable a task is told where it sees a volume.</summary>
internal static class VolumeVariable
{
    public static string Of(string volume) => "DXFLOW_VOLUME_" + ServiceAddress.VariableName(volume);

    /// <summary>Of all that a node lists, as far as it is known where they are.</summary>
    public static IEnumerable<KeyValuePair<string, string>> All(NodePlan node) => (node.Volumes ?? [])
        .Where(static volume => volume.Path is not null)
        .Select(static volume => KeyValuePair.Create(Of(volume.Name), volume.Path!));
}
