using System.Globalization;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Carrying.Evaluation;

/// <summary>Where tasks find services, told to every task on every runtime by two variables a service.</summary>
internal static class ServiceAddress
{
    public const string Host = "127.0.0.1";

    /// <summary>The port on which a service's own port is reached.</summary>
    public static int PortOf(NodePlan service, int port) =>
        service.Ports?.FirstOrDefault(known => known.Target == port)?.Published ?? port;

    public static IEnumerable<KeyValuePair<string, string>> Variables(RunPlan plan)
    {
        foreach (var service in plan.Nodes.Where(node => node.Kind == NodeKind.Service))
        {
            var name = "DXFLOW_SERVICE_" + VariableName(service.Name);
            yield return new(name + "_HOST", Host);
            foreach (var port in service.Ports ?? [])
            {
                yield return new(
                    $"{name}_PORT_{port.Target}", (port.Published ?? port.Target).ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>A name as part of a variable's: upper case, and <c>_</c> for what a variable cannot have.</summary>
    public static string VariableName(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
}
