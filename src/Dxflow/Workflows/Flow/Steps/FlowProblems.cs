using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>Errors of expressions and values among the problems of a document, in the same form: a fix is a sentence.</summary>
internal static class FlowProblems
{
    public static void Add(this Problems problems, FlowError error) => problems.Error(error.At, error.Detail, Sentence(error.Fix));

    public static void Add(this Problems problems, Place at, string message, FlowException cause) =>
        problems.Error(at, $"{message}: {cause.Error.Message}", Sentence(cause.Error.Fix));

    public static string? Sentence(string? fix) => fix is null or "" ? null : char.ToUpperInvariant(fix[0]) + fix[1..] + ".";
}
