using Dxflow.Foundation.Values;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Steps;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>
/// What a node books and what it is held to: booked are the reservations, else the limits, else one cpu for what runs to its end and
/// none for a service. One of a called document books nothing at all. More than the machine has is an error here, never an endless wait.
/// </summary>
internal static class ResourceBuilder
{
    private const string Gpu = "gpu";
    private const int GpusMax = 1_000;

    public static ResourcePlan Build(
        ServiceSpec service, NodeKind kind, TaskCountSpec? counts, string? runtime, PlanContext context)
    {
        var given = service.Resources;
        var isHere = context.Options.IsHere(runtime ?? "");
        var machine = context.Options.Machine;
        var byDefault = kind == NodeKind.Service ? 0 : isHere ? Math.Min(1, machine.Cpus) : 1;
        var cpus = given.ReservedCpus ?? given.LimitCpus;
        var memory = given.ReservedMemoryBytes ?? given.LimitMemoryBytes;
        if (isHere && cpus is { } wanted && wanted.Value > machine.Cpus)
        {
            context.Problems.Error(
                wanted.At, FormattableString.Invariant(
                    $"`{service.Name}` asks for {wanted.Value} cpus, and this machine has {machine.Cpus}"),
                "Ask for less: it would wait for ever.");
        }

        if (isHere && memory is { } bytes && bytes.Value > machine.MemoryBytes)
        {
            context.Problems.Error(
                bytes.At,
                $"`{service.Name}` asks for {ByteSize.Format(bytes.Value)} of memory, "
                    + $"and this machine has {ByteSize.Format(machine.MemoryBytes)}",
                "Ask for less: it would wait for ever.");
        }

        CheckReservation(given.ReservedCpus, given.LimitCpus, "cpus", service, context);
        CheckReservation(given.ReservedMemoryBytes, given.LimitMemoryBytes, "memory", service, context);
        if (isHere && !machine.EnforcesLimits && (given.LimitCpus?.At ?? given.LimitMemoryBytes?.At) is { } at)
        {
            context.Problems.Warn(at, "limits are booked but not enforced: there are no cgroups here",
                "Run the engine where it may make cgroups.");
        }

        if (isHere && counts?.Nodes is { Value: > 1 } nodes)
        {
            context.Problems.Error(nodes.At, $"`{service.Name}` asks for {nodes.Value} machines, and there is one",
                "Write nodes: 1, or remove it.");
        }

        if (!isHere && counts is { Nodes: { } machines, Tasks: { } tasks } && tasks.Value < machines.Value)
        {
            context.Problems.Error(
                tasks.At, $"`{service.Name}` asks for {tasks.Value} tasks on {machines.Value} nodes, and each node has one at least",
                "Ask for fewer nodes or more tasks.");
        }

        if (kind == NodeKind.Service && context.Run is not null)
        {
            // What waits for places that others hold, who wait for it, would wait for ever.
            return new ResourcePlan(0, 0, given.LimitCpus?.Value, given.LimitMemoryBytes?.Value);
        }

        return new ResourcePlan(
            cpus?.Value ?? byDefault, memory?.Value ?? 0, given.LimitCpus?.Value, given.LimitMemoryBytes?.Value,
            counts?.Tasks?.Value ?? counts?.Nodes?.Value ?? 1, counts?.Nodes?.Value ?? 1,
            Named(service, counts?.Named ?? [], isHere, context),
            isHere ? 0 : GpusThere(service, context), Directives(counts?.Directives, isHere, context));
    }

    /// <summary>A scheduler has to be told how many.</summary>
    private static int GpusThere(ServiceSpec service, PlanContext context)
    {
        var asked = (service.Container?.Devices?.Requests ?? []).Where(static request => request.Capabilities.Contains(Gpu)).ToList();
        if (asked.Exists(static request => request.Ids is not null || request.Count < 0))
        {
            context.Problems.Error(
                service.At, $"`{service.Name}` asks for all gpus or for certain ones, and a cluster has to be asked for a number",
                "Write a count, like gpus: [{ count: 1 }].");
        }

        return (int)asked.Sum(static request => Math.Clamp(request.Count ?? 1, 0, GpusMax));
    }

    private static IReadOnlyList<string>? Directives(IReadOnlyList<Placed<string>>? given, bool isHere, PlanContext context)
    {
        if (isHere && given is [{ At: var at }, ..])
        {
            context.Problems.Warn(
                at, "`directives` have no effect here: they are for the scheduler of a cluster", "Remove them, or leave them.");
        }

        return isHere ? null : given?.Select(static each => each.Value).ToList();
    }

    /// <summary>
    /// What is written, and as many of the machine's <c>gpu</c>, where it has some, as a container here is given by <c>gpus</c> or devices.
    /// </summary>
    private static IReadOnlyDictionary<string, int>? Named(
        ServiceSpec service, IReadOnlyList<(string Name, Placed<int> Count)> given, bool isHere, PlanContext context)
    {
        var booked = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (isHere && context.Options.Machine.Named?.TryGetValue(Gpu, out var all) == true && Gpus(service, all) is > 0 and var gpus)
        {
            booked[Gpu] = Math.Min(gpus, all);
        }

        foreach (var (name, count) in given)
        {
            Check(service.Name, name, count, context);
            booked[name] = count.Value;
        }

        var wanted = booked.Where(static each => each.Value > 0).ToDictionary(StringComparer.Ordinal);
        return wanted.Count == 0 ? null : wanted;
    }

    private static int Gpus(ServiceSpec service, int all) => (service.Container?.Devices?.Requests ?? [])
        .Where(static request => request.Capabilities.Contains(Gpu))
        .Sum(request => request.Ids?.Count ?? (request.Count is >= 0 and var count ? (int)Math.Min(count, all) : all));

    private static void Check(string service, string name, Placed<int> count, PlanContext context)
    {
        if (context.Options.Machine.Named is not { } there)
        {
            return;
        }

        if (!there.TryGetValue(name, out var most))
        {
            context.Problems.Error(
                count.At, $"no machine here has a resource `{name}`{NearestName.Hint(name, there.Keys)}",
                $"Name it in the engine's settings: dxflow config set machine-resources {name}=1.");
        }
        else if (count.Value > most)
        {
            context.Problems.Error(
                count.At, FormattableString.Invariant($"`{service}` asks for {count.Value} of `{name}`, and this machine has {most}"),
                "Ask for less: it would wait for ever.");
        }
    }

    private static void CheckReservation<T>(Placed<T>? reserved, Placed<T>? limit, string what, ServiceSpec service, PlanContext context)
        where T : struct, IComparable<T>
    {
        if (reserved is { } low && limit is { } high && low.Value.CompareTo(high.Value) > 0)
        {
            context.Problems.Error(low.At, $"`{service.Name}` reserves more {what} than its limit allows",
                "Raise the limit, or reserve less.");
        }
    }
}
