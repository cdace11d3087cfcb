using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// A document on the client's disk made into a bundle: read once with the engine's own reader, so that it holds exactly the files and
/// variables that the document names. What is wrong with it is said here already, all at once, before any engine is asked.
/// </summary>
internal static class DocumentCommands
{
    public static (DocumentBundle Bundle, IReadOnlyList<Problem> Problems) Read(
        string file, DocumentChoices choices, ClientContext context, string? runtime)
    {
        var source = new RecordingSource(
            [file], Environment.CurrentDirectory, Environment.GetEnvironmentVariable, context.Terminal.Input, choices);
        var problems = new Problems();
        if (ComposeReader.Read(source, problems) is { } reading)
        {
            // The machine is the engine's to know; here only what is wrong with the document itself is looked for.
            Planner.Plan(
                reading, new PlanOptions(new MachineCapacity(double.MaxValue, long.MaxValue), runtime, context.Setting("runtime")));
        }

        return (source.ToBundle(), problems.ToList());
    }

    /// <summary>
    /// Inputs as the engine takes them: a path after <c>@</c> is made absolute, because the engine has another working directory;
    /// <c>@-</c> is standard input, kept in a file until the run has taken it.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Inputs(IReadOnlyDictionary<string, string>? inputs, Func<string> standardInput) =>
        inputs?.ToDictionary(input => input.Key, input => Input(input.Value, standardInput));

    private static string Input(string value, Func<string> standardInput) => value switch
    {
        ['@', '@', ..] => value,
        "@-" => "@" + standardInput(),
        ['@', ..] => "@" + Path.GetFullPath(value[1..]),
        _ => value,
    };
}
