using System.Globalization;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Where tasks find services on runtime <c>process</c>: on the port that the program itself listens on, which is the container's.
/// Nothing forwards a published port that differs; the plan warns of it. Every task is told by two variables a service.
/// </summary>
internal static class ServiceAddress
{
    public const string Host = "127.0.0.1";

    public static IEnumerable<KeyValuePair<string, string>> Variables(RunPlan plan)
    {
        foreach (var service in plan.Nodes.Where(node => node.Kind == NodeKind.Service))
        {
            var name = "DXFLOW_SERVICE_" + VariableName(service.Name);
            yield return new(name + "_HOST", Host);
            foreach (var target in (service.Ports ?? []).Select(port => port.Target).Distinct())
            {
                var port = target.ToString(CultureInfo.InvariantCulture);
                yield return new($"{name}_PORT_{port}", port);
            }
        }
    }

    /// <summary>A name as part of a variable's: upper case, and <c>_</c> for what a variable cannot have.</summary>
    public static string VariableName(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
}
