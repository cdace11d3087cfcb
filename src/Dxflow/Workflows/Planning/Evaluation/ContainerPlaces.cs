using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Where a step in a container finds what is its own: its work directory, and beside it, each a file of the attempt's directory, its
/// script, its inputs and its progress. Other containers see nothing of this.
/// </summary>
internal static class ContainerPlaces
{
    public const string Work = "/dxflow";
    private const string Task = "/dxflow.task";

    public static TaskPlaces Inside { get; } = new(Work, Task + "/script", Task + "/inputs.json", Task + "/progress");

    /// <summary>The mounts that make it so, from the same places as the engine's machine has them.</summary>
    public static IReadOnlyList<ContainerMount> Mounts(NodePlan node, TaskPlaces outside) => node.Kind != NodeKind.Step ? [] :
    [
        Bind(outside.Work, Inside.Work, readOnly: false),
        Bind(outside.InputsJson, Inside.InputsJson, readOnly: true),
        Bind(outside.Progress, Inside.Progress, readOnly: false),
        .. node.Script is null ? (ContainerMount[])[] : [Bind(outside.Script, Inside.Script, readOnly: true)],
    ];

    private static ContainerMount Bind(string source, string target, bool readOnly) => new("bind", source, target, readOnly);
}
