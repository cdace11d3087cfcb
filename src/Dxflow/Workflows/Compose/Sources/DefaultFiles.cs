using Dxflow.Operations;
using Dxflow.Workflows.Compose.Including;
using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Sources;

/// <summary>
/// The document where none is named, as Compose finds it: 1 what <c>COMPOSE_FILE</c> says, in the environment or in <c>.env</c>,
/// 2 <c>compose.yaml</c> and its other names, here or in a directory above, with the override file beside it.
/// </summary>
internal static class DefaultFiles
{
    private static readonly string[] Mains = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    private static readonly string[] Overrides =
        ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <exception cref="Fault">There is none.</exception>
    public static IReadOnlyList<string> Find(string directory, Func<string, string?> environment)
    {
        var variable = EnvFiles.OfProject(new RecordingSource([], directory, environment), new Problems()).Variable;
        if (variable("COMPOSE_FILE") is { Length: > 0 } named)
        {
            var separator = variable("COMPOSE_PATH_SEPARATOR") is { Length: > 0 } given ? given : ":";
            return named.Split(separator, StringSplitOptions.RemoveEmptyEntries);
        }

        for (var (at, written) = (directory, ""); at is not null; (at, written) = (Path.GetDirectoryName(at)!, written + "../"))
        {
            if (Mains.FirstOrDefault(name => File.Exists(Path.Combine(at, name))) is { } main)
            {
                var over = Overrides.FirstOrDefault(name => File.Exists(Path.Combine(at, name)));
                return over is null ? [written + main] : [written + main, written + over];
            }
        }

        throw Fault.Invalid(
            "no document is named, and there is no compose.yaml here or above", "Name a file: dxflow run FILE; - is standard input.");
    }
}
