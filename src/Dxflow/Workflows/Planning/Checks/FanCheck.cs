using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Planning.Building;

namespace Dxflow.Workflows.Planning.Checks;

/// <summary>
/// What there can be only one of at a time, on a step that has slices side by side; and what no number of slices can meet.
/// </summary>
internal static class FanCheck
{
    public static void Check(PlanContext context)
    {
        foreach (var service in context.Enabled.Where(service => service.IsStep))
        {
            var step = context.Flow.Steps[service.Name];
            if (step.Fan.IsGiven)
            {
                CheckSingle(service, context);
                CheckCount(service.Name, step.Fan, context);
            }
        }
    }

    private static void CheckSingle(ServiceSpec service, PlanContext context)
    {
        if (service.ContainerName is { } name)
        {
            context.Problems.Error(
                name.At, $"`{service.Name}` has `each` and one `container_name`: no two containers have the same",
                "Remove container_name.");
        }

        if (service.Ports.FirstOrDefault(port => port is { Published: not null, PublishedRange: null }) is { } fixedPort)
        {
            context.Problems.Error(
                fixedPort.At,
                $"`{service.Name}` has `each`, and its slices cannot all have port {fixedPort.Published} of this machine",
                $"Write the container's port alone: \"{fixedPort.Target}\".");
        }
    }

    // Where the list stands in the document its length is known.
    private static void CheckCount(string step, FanSpec fan, PlanContext context)
    {
        var known = fan.Each.Select(each => each.Values is null ? -1 : Length(each)).DefaultIfEmpty(-1).ToList();
        if (known.Where(length => length >= 0).Distinct().Count() > 1)
        {
            var lengths = fan.Each.Zip(known).Where(each => each.Second >= 0).Select(each => $"`{each.First.Name}` has {each.Second}");
            context.Problems.Error(fan.Each[0].At, $"the lists of `each` are of unequal lengths: {string.Join(", ", lengths)}",
                "All pairs are {{ product(a, b) }}.");
        }
        else if (fan.Require is { Value.Count: { } wanted } require && known.Max() is >= 0 and var count && wanted > count)
        {
            context.Problems.Error(require.At, $"`{step}` requires {wanted} slices to go well, and has {count}", "Ask for fewer.");
        }
    }

    private static int Length(EachSpec each) =>
        Flow.Values.FlowJsonReader.Parse(each.Values!, Flow.Types.FlowType.ListOf(each.Element!)) is Flow.Values.ListValue list
            ? list.Items.Count : -1;
}
