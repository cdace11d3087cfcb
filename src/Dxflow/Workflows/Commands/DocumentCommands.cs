using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// A document on the client's disk made into a bundle: read once with the engine's own reader, so that it holds exactly the files and
/// variables that the document names. What is wrong with it is said here already, all at once, before any engine is asked.
/// </summary>
internal static class DocumentCommands
{
    private static readonly IReadOnlyList<ContainerEngine> Everywhere =
        [.. PlanOptions.Containers.Select(static name => new ContainerEngine(name, string.Empty, IsThere: true))];

    /// <summary>Throws what is wrong with it. No files: those that lie here.</summary>
    public static (DocumentBundle Bundle, RunPlan? Plan, ComposeReading? Reading) Read(
        IReadOnlyList<string> files, DocumentChoices choices, ClientContext context, string? runtime)
    {
        files = files.Count > 0 ? files : DefaultFiles.Find(Environment.CurrentDirectory, Environment.GetEnvironmentVariable);
        var source = new RecordingSource(
            files, Environment.CurrentDirectory, Environment.GetEnvironmentVariable, context.Terminal.Input, choices);
        var problems = new Problems();
        // The machine and its runtimes are the engine's to know; here only what is wrong with the document itself is looked for.
        var reading = ComposeReader.Read(source, problems);
        var plan = reading is not null
            ? Planner.Plan(
                reading, new PlanOptions(
                    new MachineCapacity(double.MaxValue, long.MaxValue), runtime, context.Setting("runtime"),
                    Engines: Everywhere, AnyRuntime: true))
            : null;
        var found = problems.ToList();
        return found.Any(static problem => !problem.Warning)
            ? throw new Fault(new FaultInfo(FaultKind.Invalid, $"{files[0]} is not a document that can be run", Problems: found))
            : (source.ToBundle(), plan, reading);
    }
}
