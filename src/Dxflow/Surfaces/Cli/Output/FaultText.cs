using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>A failure for people: what failed, every problem with its place and fix, and a hint.</summary>
internal static class FaultText
{
    public static void Write(TextWriter to, FaultInfo fault)
    {
        to.WriteLine("error: " + fault.Detail);
        foreach (var problem in fault.Problems ?? [])
        {
            var warning = problem.Warning ? "warning: " : "";
            var fix = problem.Fix is null ? "" : " " + problem.Fix;
            to.WriteLine($"  {Place(problem)}{warning}{problem.Message}{fix}");
        }

        if (fault.Hint is not null)
        {
            to.WriteLine("hint: " + fault.Hint);
        }
    }

    private static string Place(Problem problem) => (problem.File, problem.Line) switch
    {
        (null, 0) => "",
        (null, var line) => $"{line}:{problem.Column}: ",
        (var file, 0) => $"{file}: ",
        var (file, line) => $"{file}:{line}:{problem.Column}: ",
    };
}
