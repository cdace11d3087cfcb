using System.Text;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>
/// A failure for people: what failed, every problem with its place, and below each what to do about it, as <c>hint:</c>. Names and
/// values in it come from documents and programs, so it is shown as text.
/// </summary>
internal static class FaultText
{
    public static void Write(TextWriter to, FaultInfo fault)
    {
        to.WriteLine("error: " + VisibleText.Of(fault.Detail));
        var hint = fault.Hint;
        foreach (var problem in fault.Problems ?? [])
        {
            if (problem is { File: null, Line: 0 } && problem.Message == fault.Detail)
            {
                // The failure is this problem: it is not said twice, and its fix is the hint.
                hint ??= problem.Fix;
                continue;
            }

            foreach (var line in Of(problem).Split('\n'))
            {
                to.WriteLine("  " + line);
            }
        }

        if (hint is not null)
        {
            to.WriteLine("hint: " + VisibleText.Of(hint));
        }
    }

    /// <summary>One problem: its place and message, and on a line of its own its fix.</summary>
    public static string Of(Problem problem)
    {
        var text = new StringBuilder(VisibleText.Of(Place(problem)));
        text.Append(problem.Warning ? "warning: " : "").Append(VisibleText.Of(problem.Message));
        return problem.Fix is null ? text.ToString() : text.Append("\n  hint: ").Append(VisibleText.Of(problem.Fix)).ToString();
    }

    private static string Place(Problem problem) => (problem.File, problem.Line) switch
    {
        (null, 0) => "",
        (null, var line) => $"{line}:{problem.Column}: ",
        (var file, 0) => $"{file}: ",
        var (file, line) => $"{file}:{line}:{problem.Column}: ",
    };
}
