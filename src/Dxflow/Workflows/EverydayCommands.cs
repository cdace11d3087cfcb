using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Commands;

namespace Dxflow.Workflows;

/// <summary>The everyday commands at the root: <c>dxflow run</c> and <c>dxflow ps</c>.</summary>
internal static class EverydayCommands
{
    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<RunDocument>(
            "run",
            "Run a document: keep it, start it, follow it, and exit with its result.",
            WorkflowJson.Default, RunCommands.RunAsync,
            "dxflow run",
            "dxflow run -f compose.yaml -f compose.gpu.yaml",
            "dxflow run compose.yaml -p name=Ada -p reads=@./reads.fq",
            "dxflow run compose.yaml --params params.yaml -p name=Ada",
            "dxflow run - --dry-run < compose.yaml",
            "dxflow run compose.yaml --help") with { About = DocumentCommands.Inputs },
        LocalCommand.Create<ListWork>(
            "ps", "List all work that has begun and is not final.", WorkflowJson.Default, RunCommands.ListWorkAsync, "dxflow ps"),
    ];
}
