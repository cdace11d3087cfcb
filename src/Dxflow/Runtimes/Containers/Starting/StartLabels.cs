using System.Globalization;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>The labels of a task's container: the document's, those by which Compose's tools know it, and ours.</summary>
internal static class StartLabels
{
    /// <summary>What Compose's tools show as the version of the one that made it.</summary>
    public const string Version = "dxflow";

    public static IReadOnlyDictionary<string, string> Of(TaskSpec spec, string configHash, string image, string engine)
    {
        var (task, project) = (spec.Container!, spec.Container!.Project);
        return new Dictionary<string, string>(task.Labels)
        {
            [Labels.Project] = project.Name,
            [Labels.Service] = task.Service,
            [Labels.Instance] = task.Instance.ToString(CultureInfo.InvariantCulture),
            [Labels.OneOff] = "False",
            [Labels.ConfigHash] = configHash,
            [Labels.Image] = image,
            [Labels.Version] = Version,
            [Labels.WorkingDirectory] = project.Directory,
            [Labels.ConfigFiles] = string.Join(',', project.Files),
            [Labels.Engine] = engine,
            [Labels.Run] = spec.Id.Run,
            [Labels.Attempt] = spec.Id.ToString(),
        };
    }
}
