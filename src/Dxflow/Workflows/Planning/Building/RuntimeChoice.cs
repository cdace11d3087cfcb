using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>
/// Which runtime executes the run and each step: the step's own, else what was asked for, the workflow's default, the profile's; else
/// <c>process</c> if nothing enabled has an image, else the first container engine that is there. Commands never run on the host because
/// an image could not.
/// </summary>
internal static class RuntimeChoice
{
    private const int ServicesShownMax = 5;

    private static readonly string[] Later = ["kubernetes", "fleet"];
    private const string Slurm = "slurm";

    /// <summary>The run's runtime; null, with an error, if it cannot be had.</summary>
    public static string? OfRun(PlanContext context, IReadOnlyList<ServiceSpec> services)
    {
        var options = context.Options;
        if (options.Runtime is { } asked)
        {
            return Known(asked, default, "--runtime", context);
        }

        if (context.Flow.Workflow.Runtime is { } written)
        {
            return Known(written.Value, written.At, "`x-workflow.defaults.runtime`", context);
        }

        if (options.ProfileRuntime is { } profile)
        {
            return Known(profile, default, "the profile's `runtime`", context);
        }

        var ignored = Ignored(services);
        if (ignored.Count > 0 && options.Engines?.FirstOrDefault(static engine => engine.IsThere) is { } found)
        {
            return found.Name;
        }

        if (ignored.Count > 0)
        {
            var names = string.Join(", ", ignored.Take(ServicesShownMax)) + (ignored.Count > ServicesShownMax ? ", …" : "");
            context.Problems.Error(
                services.First(HasImage).Image?.At ?? services.First(HasImage).At,
                $"the document has images, and no container engine is found{Looked(options)}",
                "Start docker or podman, or say where it listens: dxflow config set docker-host unix:///…; "
                + $"or add --runtime process to run the commands on this machine, which ignores {names}.");
            return null;
        }

        return PlanOptions.Process;
    }

    public static string? OfStep(Placed<string>? own, string? ofRun, PlanContext context) =>
        own is { } given ? Known(given.Value, given.At, "`runtime`", context) : ofRun;

    /// <summary>
    /// Of what is no step: nothing stays up on the machines of others, so beside a cluster's steps it runs on the engine's, on what the
    /// target says; where that says nothing, as a process, unless it has an image.
    /// </summary>
    public static string? OfService(ServiceSpec service, string? ofRun, PlanContext context)
    {
        if (context.Options.Batch?.GetValueOrDefault(ofRun ?? "")?.Services is not { } beside)
        {
            return ofRun;
        }

        if (beside.Runtime is null && HasImage(service))
        {
            context.Problems.Error(
                service.At,
                $"`{service.Name}` is no step: it runs beside the engine, and {ofRun} does not say on which runtime what has an image does",
                "Write services: docker (or podman; or process, which ignores images) below that target in the engine's file of targets.");
            return null;
        }

        return beside.Runtime is { } named ? Known(named, service.At, $"`services` of the target {ofRun}", context) : PlanOptions.Process;
    }

    /// <summary>Of a document that is called: what its caller asks for, what was asked for, its own default, the run's.</summary>
    public static string? OfCalled(PlanContext context, string? ofRun) =>
        context.Document.Key.Runtime
        ?? (context.Options.Runtime is null && context.Flow.Workflow.Runtime is { } written
            ? Known(written.Value, written.At, "`x-workflow.defaults.runtime`", context)
            : ofRun);

    private static List<string> Ignored(IReadOnlyList<ServiceSpec> services) =>
        [.. services.Where(HasImage).Select(service => $"{(service.Image is null ? "build" : "image")} of {service.Name}")];

    private static bool HasImage(ServiceSpec service) => service.Image is not null || service.Build is not null;

    private static string Looked(PlanOptions options) => options.Engines is { Count: > 0 } engines
        ? $" at {string.Join(" or ", engines.Select(static engine => engine.Address))}" : "";

    private static string? Known(string name, Place at, string where, PlanContext context)
    {
        var known = context.Options.KnownRuntimes;
        if (context.Options.AnyRuntime)
        {
            return name;
        }

        if (known.Contains(name))
        {
            if (context.Options.Engines?.FirstOrDefault(engine => engine.Name == name) is { IsThere: false } absent)
            {
                context.Problems.Error(
                    at, $"runtime `{name}` ({where}): nothing listens at {absent.Address}",
                    $"Start it, or say where it listens: dxflow config set {name}-host unix:///…");
                return null;
            }

            return name;
        }

        context.Problems.Error(
            at,
            name == Slurm ? $"runtime `{name}` ({where}): the engine finds no Slurm on its machine (there is no sbatch in its PATH)"
                : Later.Contains(name) ? $"runtime `{name}` ({where}) is not supported yet"
                : $"there is no runtime `{name}` ({where}){NearestName.Hint(name, known)}",
            $"This engine has {string.Join(", ", known)}.");
        return null;
    }
}
