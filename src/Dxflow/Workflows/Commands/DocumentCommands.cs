using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Types;
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

    /// <summary>What can, and has to, be given to a document.</summary>
    public static string Inputs(IReadOnlyList<string> files, ClientContext context)
    {
        var inputs = Read(files, new DocumentChoices(), context, null).Plan?.Inputs ?? [];
        var width = inputs.Select(static input => input.Name.Length).DefaultIfEmpty().Max();
        var how = inputs.Count == 0 ? "no inputs" : "by -p NAME=VALUE, or from --params FILE";
        var text = new StringBuilder($"\n{files[0]} takes {how}.\n");
        foreach (var input in inputs)
        {
            text.Append($"  {input.Name.PadRight(width)}  {About(input)}\n");
        }

        return text.ToString();
    }

    private static string About(InputPlan input)
    {
        var isSecret = FlowTypeText.Parse(input.Type).HoldsSecret;
        var parts = new List<string?>
        {
            input.Type,
            input.Sources is { } sources ? $"unless given {string.Join(", ", sources)}"
                : input.Default is { } standby ? isSecret ? "has a default" : $"unless given {ReadingContext.Short(standby)}"
                : input.Type.EndsWith('?') ? null : "needed",
            input.Values is { } values && !isSecret ? $"one of {values}" : null,
            input.Min is { } min ? FormattableString.Invariant($"at least {min}") : null,
            input.Max is { } max ? FormattableString.Invariant($"at most {max}") : null,
            input.Pattern is { } pattern ? $"like {pattern}" : null,
        };
        return string.Join(", ", parts.OfType<string>()) + (input.Description is { } told ? $": {told}" : "");
    }

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
