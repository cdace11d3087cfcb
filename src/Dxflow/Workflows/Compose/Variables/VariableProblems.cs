using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Variables;

/// <summary>Puts faults of variables into a user's words. A variable that is not set is told once for the whole document.</summary>
internal sealed class VariableProblems(Problems problems)
{
    private readonly HashSet<string> _unset = new(StringComparer.Ordinal);

    public void Add(VariableFault fault, Place at, bool beforeReference = false)
    {
        if (fault.Kind == VariableFaultKind.Unset)
        {
            if (_unset.Add(fault.Name))
            {
                problems.Warn(
                    at,
                    $"the variable {fault.Name} is not set, so nothing stands here",
                    $"Set {fault.Name}, or give a default: ${{{fault.Name}:-…}}");
            }

            return;
        }

        var (message, fix) = Explain(fault, beforeReference);
        problems.Error(at, message, fix);
    }

    private static (string Message, string Fix) Explain(VariableFault fault, bool beforeReference) => fault.Kind switch
    {
        VariableFaultKind.Required => (
            $"the variable {fault.Name} needs a value" + (fault.Text.Length > 0 ? $": {fault.Text}" : ""),
            $"Set {fault.Name} in the environment or in .env."),
        VariableFaultKind.Unclosed when beforeReference => (
            "a reference {{ }} stands inside ${…}",
            "Choose within the reference: {{ a ?? b }}. What a variable brings in is never read for references."),
        VariableFaultKind.Unclosed => ("${ is never closed", "Close it with }, or write $$ for a dollar sign."),
        VariableFaultKind.TooDeep => (
            $"variables are nested more than {VariableScanner.NestingMax} deep", "Use fewer defaults of defaults."),
        VariableFaultKind.TooLong => (
            $"the text grows beyond {VariableScanner.ResultCharsMax >> 20} million characters", "Put large values in a file."),
        _ => (
            $"{Shorten(fault.Text)} is no form of a variable",
            "Write ${NAME}, ${NAME:-default}, ${NAME:?message} or ${NAME:+replacement}; $$ is a dollar sign."),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
