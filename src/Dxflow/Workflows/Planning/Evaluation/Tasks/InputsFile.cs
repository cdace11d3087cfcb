using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation.Tasks;

/// <summary>
/// The text of the file that <c>DXFLOW_INPUTS_JSON</c> names: all inputs by name, artifacts as paths, those with <c>place: false</c>
/// with their content and size. Secrets are left out: they come by their variable.
/// </summary>
internal static class InputsFile
{
    public const long CharactersMax = 256L * 1024 * 1024;

    public static string Text(IReadOnlyList<InputPlan> inputs, IReadOnlyDictionary<string, FlowValue> values)
    {
        var shown = inputs.Where(input => values[input.Name] is not SecretValue).ToList();
        if (FlowSize.Exceeds(new ListValue([.. shown.Select(input => values[input.Name])]), CharactersMax))
        {
            throw new FlowException(FlowErrorKind.Limit, $"the inputs make more than {CharactersMax >> 20} MiB of text",
                "pass large values as a file");
        }

        var texts = shown.Select(input =>
        {
            var form = input.Place ? FlowJsonForm.Task : FlowJsonForm.Located;
            return $"{FlowJson.Text(new StringValue(input.Name), form)}:{FlowJson.Text(values[input.Name], form)}";
        });
        return $"{{{string.Join(",\n ", texts)}}}\n";
    }
}
