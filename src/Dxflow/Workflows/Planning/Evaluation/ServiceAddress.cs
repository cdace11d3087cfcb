using System.Globalization;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Where a service is found, which depends on who looks. From container to container it is its name, on the port of the container. From
/// outside it is this machine (by its name, where steps are on others): a container's published port, or the port that the program of
/// <c>process</c> itself listens on, whatever is published besides. Every task is told by two variables a service.
/// </summary>
internal static class ServiceAddress
{
    public const string Local = "127.0.0.1";

    /// <param name="frame">The instance that they are of.</param>
    public static IEnumerable<KeyValuePair<string, string>> Variables(
        RunPlan plan, IEnumerable<NodePlan> nodes, bool fromContainer, int frame = 0)
    {
        foreach (var service in nodes.Where(node => node.Kind == NodeKind.Service))
        {
            var name = "DXFLOW_SERVICE_" + VariableName(service.Name);
            yield return new(name + "_HOST", Host(plan, service, fromContainer, frame));
            foreach (var target in (service.Ports ?? []).Select(port => port.Target).Distinct())
            {
                yield return new($"{name}_PORT_{Text(target)}", Text(Port(service, target, fromContainer)));
            }
        }
    }

    public static string Host(RunPlan plan, NodePlan service, bool fromContainer, int frame) =>
        fromContainer && service.Container is not null ? Name(service.Name, frame) : plan.ServicesHost ?? Local;

    /// <summary>
    /// What a service is called on its networks. Each instance of a called document has its own, and all are in the networks of the run, so
    /// there it has the number of the instance as well.
    /// </summary>
    public static string Name(string service, int frame) =>
        frame == 0 ? service : string.Create(CultureInfo.InvariantCulture, $"{service}-{frame}");

    /// <summary>What stands for a port of the service's own.</summary>
    public static int Port(NodePlan service, int target, bool fromContainer) => fromContainer || service.Container is null
        ? target
        : service.Ports?.FirstOrDefault(port => port.Target == target && port.Published is not null)?.Published ?? target;

    /// <summary>A name as part of a variable's: upper case, and <c>_</c> for what a variable cannot have.</summary>
    public static string VariableName(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
