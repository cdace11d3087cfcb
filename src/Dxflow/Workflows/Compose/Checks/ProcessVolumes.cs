using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>
/// Named volumes of a process: directories of the engine's, which nothing makes appear at a target. So a target that stands somewhere in
/// plain text would be another place, and that is an error; a service that names the volume nowhere is warned about.
/// </summary>
internal static class ProcessVolumes
{
    private const string Fix = "Remove it, or run the service in a container.";

    public static void Check(ServiceSpec service, ContainerMount mount, Place at, ComposeSpec spec, Problems problems)
    {
        CheckMount(mount, at, problems);
        if (spec.Volumes.FirstOrDefault(volume => volume.Name == mount.Source) is { } declared)
        {
            CheckDeclared(declared, at, problems);
        }

        CheckTexts(service, mount, at, problems);
    }

    private static void CheckMount(ContainerMount mount, Place at, Problems problems)
    {
        if (mount.SubPath is { } part)
        {
            problems.Error(
                at, $"the subpath {ReadingContext.Short(part)} of the volume `{mount.Source}` cannot be honoured on runtime process: "
                    + "the task sees all of it", Fix);
        }

        if (mount.ReadOnly)
        {
            problems.Warn(at, $"the volume `{mount.Source}` is not read-only on runtime process", Fix);
        }
    }

    /// <summary>What the document says of a volume that a directory cannot be.</summary>
    public static void CheckDeclared(ResourceSpec declared, Place at, Problems problems)
    {
        var volume = declared.Volume;
        var why = declared.External ? "it is external, and belongs to a container engine"
            : volume?.Driver is not (null or "" or "local") ? $"the driver {ReadingContext.Short(volume.Driver)} is a container engine's"
            : volume?.DriverOptions is { Count: > 0 } ? "its driver_opts are for a container engine"
            : null;
        if (why is not null)
        {
            problems.Error(at, $"the volume `{declared.Name}` cannot be honoured on runtime process: {why}", Fix);
        }

        if (declared is { External: false, Given: { } given })
        {
            problems.Warn(
                given.At,
                $"`name` of the volume `{declared.Name}` has no effect on runtime process: the directory is this workflow's alone", Fix);
        }
    }

    private static void CheckTexts(ServiceSpec service, ContainerMount mount, Place at, Problems problems)
    {
        var (name, named) = (mount.Source!, false);
        var variable = VolumeVariable.Of(name);
        foreach (var (text, place) in Texts(service))
        {
            named |= text.Contains(variable, StringComparison.Ordinal) || text.Contains($"volumes.{name}", StringComparison.Ordinal)
                || text.Contains("volumes[", StringComparison.Ordinal);
            if (Names(text, mount.Target))
            {
                problems.Error(
                    place,
                    $"`{service.Name}` writes {mount.Target} in plain text, and on runtime process the volume `{name}` is not there: "
                    + "it is a directory of the engine's",
                    service.IsStep ? $"Write {{{{ volumes.{name} }}}}, or ${variable} in a script." : $"Write ${variable} in a shell.");
                named = true;
            }
        }

        if (!named)
        {
            problems.Warn(
                at, $"nothing in `{service.Name}` names the volume `{name}`, which is not at {mount.Target} on runtime process",
                $"Have the program take its path from {variable}{(service.IsStep ? $", or write {{{{ volumes.{name} }}}}" : "")}.");
        }
    }

    /// <summary>Every text by which a program is told something.</summary>
    private static IEnumerable<(string Text, Place At)> Texts(ServiceSpec service)
    {
        var templates = (service.Entrypoint?.Arguments ?? []).Concat(service.Command?.Arguments ?? []).Concat(service.Environment.Values);
        foreach (var template in service.WorkingDirectory is { } directory ? templates.Append(directory) : templates)
        {
            yield return (template.Value.ToString(), template.At);
        }

        foreach (var word in service.Healthcheck?.Test ?? [])
        {
            yield return (word, service.Healthcheck!.At);
        }

        foreach (var inner in Scalars(service.Step))
        {
            yield return inner;
        }
    }

    private static IEnumerable<(string Text, Place At)> Scalars(Node? node) => node switch
    {
        ScalarNode scalar => [(scalar.Text, scalar.At)],
        ListNode list => list.Items.SelectMany(Scalars),
        MapNode map => map.Entries.SelectMany(entry => Scalars(entry.Value)),
        _ => [],
    };

    /// <summary>Whether a path stands in a text, or one below it; the end of a longer path is none.</summary>
    private static bool Names(string text, string target)
    {
        for (var at = text.IndexOf(target, StringComparison.Ordinal); at >= 0 && target.Length > 1;
            at = text.IndexOf(target, at + 1, StringComparison.Ordinal))
        {
            var after = at + target.Length;
            if ((at == 0 || !(IsOfName(text[at - 1]) || text[at - 1] is '/' or '~' or '}' or ')' or '*'))
                && (after == text.Length || !IsOfName(text[after])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-';
}
