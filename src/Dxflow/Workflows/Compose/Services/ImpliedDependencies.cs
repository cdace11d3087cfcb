using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// What a service waits for without saying so in <c>depends_on</c>: whose namespaces, volumes or names it uses must have started.
/// </summary>
internal static class ImpliedDependencies
{
    public const string Service = "service:";
    public const string Container = "container:";

    private static readonly string[] Namespaces = ["network_mode", "ipc", "pid", "uts", "cgroup"];

    public static IReadOnlyList<DependencySpec> Add(
        IReadOnlyList<DependencySpec> written, MapReader reader, ReadingContext context)
    {
        var all = new List<DependencySpec>(written);
        foreach (var key in Namespaces)
        {
            if (reader[key] is Nodes.ScalarNode scalar && context.Interpolation.ToText(scalar) is var text
                && text.StartsWith(Service, StringComparison.Ordinal) && text.Length > Service.Length)
            {
                Wait(text[Service.Length..], scalar.At, restart: true);
            }
        }

        foreach (var link in Names(reader, "links", context))
        {
            Wait(link.Value.Split(':')[0], link.At, restart: true);
        }

        foreach (var source in Names(reader, "volumes_from", context)
            .Where(source => !source.Value.StartsWith(Container, StringComparison.Ordinal)))
        {
            Wait(source.Value.Split(':')[0], source.At, restart: false);
        }

        return all.Count == written.Count ? written : all;

        void Wait(string name, Place at, bool restart)
        {
            if (all.All(dependency => dependency.Service != name))
            {
                all.Add(new DependencySpec(
                    name, DependencyCondition.Started, ConditionWritten: true, Required: true, restart, at));
            }
        }
    }

    // Wrong forms are told where the list is read for the container.
    private static IEnumerable<Placed<string>> Names(MapReader reader, string key, ReadingContext context) =>
        reader[key] is Nodes.ListNode list
            ? list.Items.OfType<Nodes.ScalarNode>().Where(item => !item.IsNull)
                .Select(item => new Placed<string>(context.Interpolation.ToText(item), item.At))
            : [];
}
