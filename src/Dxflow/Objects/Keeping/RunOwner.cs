using System.Globalization;
using Dxflow.Operations;

namespace Dxflow.Objects.Keeping;

/// <summary>
/// The run that an object belongs to: what the note <c>run</c> says, as <c>WORKFLOW/NUMBER</c>, of itself or else of the nearest directory
/// above it. Whatever else that note says is nobody's run.
/// </summary>
internal readonly record struct RunOwner(string Workflow, int Number)
{
    public const string Note = "run";

    public static RunOwner? In(IReadOnlyDictionary<string, string>? notes) =>
        notes?.GetValueOrDefault(Note)?.Split('/') is [{ Length: > 0 } workflow, var number]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var one) && one > 0
            ? new RunOwner(workflow, one) : null;

    /// <exception cref="Fault">The text names no run.</exception>
    public static void Check(string? text)
    {
        if (text is not null && In(Notes(text)) is null)
        {
            throw Fault.Invalid("run: it has to be a workflow and a number", "write it like align/7; a task finds its own in DXFLOW_RUN");
        }
    }

    public static Dictionary<string, string> Notes(string text) => new() { [Note] = text };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Workflow}/{Number}");
}
