using Dxflow.Operations;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>
/// The values of a run's inputs by name, or every problem with what was given: missing, unknown, of a wrong type, not allowed.
/// </summary>
internal static class WorkflowInputs
{
    public static (IReadOnlyDictionary<string, FlowValue> Values, IReadOnlyList<Problem> Problems) Resolve(
        IReadOnlyList<InputPlan> declared, IReadOnlyDictionary<string, GivenInput> given)
    {
        var values = new Dictionary<string, FlowValue>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        foreach (var input in declared)
        {
            try
            {
                values[input.Name] = given.TryGetValue(input.Name, out var found) ? Given(input, found) : Standby(input);
            }
            catch (FlowException wrong)
            {
                problems.Add(new Problem(
                    $"the input `{input.Name}` {wrong.Error.Message}", FlowProblems.Sentence(wrong.Error.Fix) ?? Hint(input)));
            }
        }

        var names = declared.Select(input => input.Name).ToList();
        foreach (var name in given.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal))
        {
            var fix = names.Count == 0 ? "The workflow takes no inputs." : $"It takes {string.Join(", ", names)}.";
            problems.Add(new Problem($"the workflow has no input `{name}`{NearestName.Hint(name, names)}", fix));
        }

        return (values, problems);
    }

    /// <summary>
    /// Reads back what <see cref="FlowJson.Element(IEnumerable{KeyValuePair{string, FlowValue}}, FlowJsonForm)"/> stored of a run's
    /// inputs.
    /// </summary>
    public static IReadOnlyDictionary<string, FlowValue> Read(System.Text.Json.JsonElement stored, IReadOnlyList<InputPlan> declared) =>
        declared.Where(input => stored.TryGetProperty(input.Name, out _)).ToDictionary(
            input => input.Name, input =>
                FlowJsonReader.Read(stored.GetProperty(input.Name), FlowTypeText.Parse(input.Type)), StringComparer.Ordinal);

    private static FlowValue Given(InputPlan input, GivenInput given)
    {
        var type = FlowTypeText.Parse(input.Type);
        var value = given.Value is { } uploaded ? Uploaded(uploaded, type) : Text(given.Text ?? "", type);
        return InputRules.Broken(value, type, input.Values, input.Min, input.Max, input.Pattern) is { } broken
            ? throw new FlowException(FlowErrorKind.Value, broken) : value;
    }

    private static FlowValue Text(string text, FlowType type)
    {
        if (type.HoldsArtifact)
        {
            throw new FlowException(FlowErrorKind.Type, $"is {type.Noun}, and '{text}' is text", "write @PATH to give a file");
        }

        try
        {
            return InputText.Read(text, type);
        }
        catch (FlowException wrong)
        {
            throw new FlowException(wrong.Error.Kind, $"is {type.Noun}: {wrong.Error.Message}", wrong.Error.Fix);
        }
    }

    // One file for a list is a list of one: @GLOB may match just one.
    private static FlowValue Uploaded(FlowValue value, FlowType type)
    {
        var given = type.Kind == FlowKind.List && value is ArtifactValue ? new ListValue([value]) : value;
        try
        {
            return FlowConversion.Into(given, type);
        }
        catch (FlowException wrong)
        {
            throw new FlowException(wrong.Error.Kind, $"is {type.Noun}: {wrong.Error.Message}",
                "@PATH gives a file or a directory, @GLOB a list of them");
        }
    }

    private static FlowValue Standby(InputPlan input)
    {
        var type = FlowTypeText.Parse(input.Type);
        return input.Sources is not null ? throw new InvalidOperationException($"the sources of {input.Name} were not stored")
            : input.Default is { } text ? InputText.Read(text, type)
            : type.Optional ? FlowValue.Null
            : throw new FlowException(
                FlowErrorKind.Missing, $"is missing; it is {type.Noun}{(input.Description is null ? "" : ": " + input.Description)}");
    }

    private static string Hint(InputPlan input) => $"Give it with -p {input.Name}={Example(FlowTypeText.Parse(input.Type))}.";

    private static string Example(FlowType type) => type.Kind switch
    {
        FlowKind.File or FlowKind.Dir => "@PATH",
        FlowKind.List when type.Element!.IsArtifact => "@GLOB",
        FlowKind.List => "'[…]'",
        FlowKind.Map or FlowKind.Json => "'{…}'",
        _ => "VALUE",
    };
}
