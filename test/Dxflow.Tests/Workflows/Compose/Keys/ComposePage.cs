using System.Text;
using Dxflow.Workflows.Compose.Keys;

namespace Dxflow.Tests.Workflows.Compose.Keys;

/// <summary>
/// <c>docs/compose.md</c>: every key that compose-spec has, and what each runtime does with it, from the tables that are asked.
/// </summary>
internal static class ComposePage
{
    private const string Head = """
        # Compose keys

        A plain Compose file runs as it does with `docker compose`. This page says of every key of the specification what the runtimes do
        with it; it is written by the tables that the engine asks. Any key that begins with `x-` is kept.

        | answer | means |
        |---|---|
        | honoured | done as the specification says |
        | guarded | as honoured; where it reaches beyond the container only with PLATFORM or by the engine's settings |
        | kept | nothing to do: it describes, or concerns only a tool |
        | warned | without effect, and a warning says so |
        | refused | an error: the service would not run as it is written |

        ## What needs a permission

        A container is given nothing of the machine beyond itself unless its caller has PLATFORM or is a MASTER: no privileges, no
        namespaces of the host or of other projects, no devices, no path outside of the workflow's directory (which counts for the
        engine's own user on this machine, not over the network), no network, volume or container of another project, no socket of a
        container engine. What is not known to be harmless needs the permission. All that a document asks for is told at once, each with
        its line. Links are followed, when the plan is made and again when the container is. The owner of an engine can allow more to
        everybody:

        | setting | allows |
        |---|---|
        | `allow-host-paths` | directories of the machine, except the engine's home and sockets of container engines |
        | `allow-devices` | devices by path, and `gpu` |
        | `allow-external` | networks, volumes and containers of others by name |
        | `allow-privileged` | everything: each caller who may start a workflow then has the machine |

        """;

    public static string Text()
    {
        var text = new StringBuilder(Head);
        text.Append("\n## services\n\nPath: `services.*`\n\n| key | process | docker, podman | why |\n|---|---|---|---|\n");
        var keys = ServiceKeys.All.Values.Select(key => (key.Name, Row(
                key.Name, key.OnProcess, key.Containers, Why(key))))
            .Concat(ServiceKeys.NotYet.Select(key => (Name: key.Key, Row(key.Key, OnProcess.Refused, OnContainers.Refused, key.Value))));
        foreach (var (_, row) in keys.OrderBy(key => key.Name, StringComparer.Ordinal))
        {
            text.Append(row);
        }

        foreach (var section in ServiceSections.All.Concat(ProjectSections.All))
        {
            Section(section, text);
        }

        return text.ToString();
    }

    private static void Section(KeySection section, StringBuilder text)
    {
        var title = section.Where.Length == 0 ? "The document" : section.Where.Split(", ")[0].Replace("services.*.", "").Replace(".*", "");
        text.Append($"\n## {title}\n\n");
        if (section.Where.Length > 0)
        {
            text.Append($"Path: `{section.Where}`\n\n");
        }

        text.Append("| key | process | docker, podman | why |\n|---|---|---|---|\n");
        foreach (var key in section.Keys)
        {
            text.Append(Row(key.Name, key.Process, key.Containers, key.Note));
        }
    }

    private static string Why(ComposeKey key) => string.Join("; ", ((string[])[
        key.Why.Length > 0 ? $"process: {key.Why}" : "", key.ContainersWhy.Length > 0 ? $"containers: {key.ContainersWhy}" : ""])
        .Where(part => part.Length > 0));

    private static string Row(string name, OnProcess process, OnContainers containers, string why) =>
        $"| `{name}` | {process.ToString().ToLowerInvariant()} | {containers.ToString().ToLowerInvariant()} | {why} |\n";
}
