using System.Globalization;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>From a task to the request that makes its container. Pure; other containers are named by then.</summary>
internal static class CreateBody
{
    private const string Attempt = "DXFLOW_ATTEMPT";
    private const string Identity = "DXFLOW_ATTEMPT_ID";

    /// <summary>
    /// A step gets an init unless its document says no: as process 1 a program would ignore every signal that it does not handle.
    /// </summary>
    public static bool HasInit(ContainerTask task) => task.Spec.Init ?? !task.Kept;

    public static ContainerCreate Of(TaskSpec spec, ApiVersion version)
    {
        var task = spec.Container!;
        var networking = task.Spec.Networking ?? new ContainerNetworking();
        var isOld = !version.IsAtLeast(1, 44);
        return new ContainerCreate(
            task.Spec.Image.Reference,
            networking.Hostname,
            networking.DomainName,
            task.Spec.User,
            task.Spec.Tty ? true : null,
            task.Spec.StdinOpen ? true : null,
            [
                .. spec.Environment.Where(pair => pair.Key is not (Attempt or Identity)).Select(pair => $"{pair.Key}={pair.Value}"),
                .. Own(spec),
            ],
            Arguments(spec, 1) is { Count: > 0 } arguments ? arguments : null,
            Arguments(spec, 0),
            spec.WorkingDirectory.Length > 0 ? spec.WorkingDirectory : null,
            isOld ? networking.MacAddress : null,
            Exposed(networking),
            null,
            HostConfigOf.Task(spec),
            NetworkModes.Endpoints(task, version.Dialect, isOld ? null : networking.MacAddress),
            task.Spec.HealthcheckOff ? new HealthcheckRequest(["NONE"]) : null,
            task.Spec.StopSignal,
            task.Spec.StopSeconds);
    }

    /// <summary>One that is kept is the container of many attempts.</summary>
    private static string[] Own(TaskSpec spec) => spec.Container!.Kept ? []
        : [string.Create(CultureInfo.InvariantCulture, $"{Attempt}={spec.Id.Attempt}"), $"{Identity}={spec.Id}"];

    /// <summary>The entrypoint (0) or what follows it (1). One that is there and empty takes the image's away.</summary>
    private static IReadOnlyList<string>? Arguments(TaskSpec spec, int part) => (spec.Entrypoint, part) switch
    {
        (null, 0) => null,
        (null, _) => spec.Command,
        (0, 0) => [""],
        ({ } count, 0) => [.. spec.Command.Take(count)],
        ({ } count, _) => [.. spec.Command.Skip(count)],
    };

    private static IReadOnlyDictionary<string, Nothing>? Exposed(ContainerNetworking networking)
    {
        var ports = (networking.Ports ?? []).Select(port => $"{port.Target}/{port.Protocol}")
            .Concat((networking.Expose ?? []).SelectMany(Ports)).Distinct().Order(StringComparer.Ordinal).ToList();
        return ports.Count == 0 ? null : ports.ToDictionary(port => port, _ => new Nothing());
    }

    /// <summary><c>80</c>, <c>80-82/udp</c>.</summary>
    private static IEnumerable<string> Ports(string text)
    {
        var slash = text.IndexOf('/');
        var protocol = slash < 0 ? "tcp" : text[(slash + 1)..];
        var ends = (slash < 0 ? text : text[..slash]).Split('-');
        return int.TryParse(ends[0], out var first) && int.TryParse(ends[^1], out var last) && last >= first && last <= ushort.MaxValue
            ? Enumerable.Range(first, last - first + 1).Select(port => $"{port}/{protocol}")
            : [text];
    }
}
