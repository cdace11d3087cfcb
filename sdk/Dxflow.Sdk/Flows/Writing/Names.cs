using System.Text.RegularExpressions;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>What may be called how.</summary>
internal static partial class Names
{
    public static string Flow(string name) => WorkflowName().IsMatch(name)
        ? name
        : throw new FlowException($"`{name}` is no name of a flow: small letters, digits, `-` and `_`, up to 63, a letter or digit first.");

    public static string Step(string name) => StepName().IsMatch(name)
        ? name
        : throw new FlowException($"`{name}` is no name of a step: letters, digits, `.`, `-` and `_`, up to 128.");

    public static string Value(string name) => ValueName().IsMatch(name)
        ? name
        : throw new FlowException($"`{name}` is no name of an input or output: letters, digits and `_`, up to 63, no digit first.");

    /// <summary>A name in a scope, in brackets where a dot would end it too early.</summary>
    public static string In(string scope, string name) => DashedName().IsMatch(Step(name)) ? $"{scope}.{name}" : $"{scope}['{name}']";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,62}\z")]
    private static partial Regex WorkflowName();

    [GeneratedRegex(@"^[a-zA-Z0-9._-]{1,128}\z")]
    private static partial Regex StepName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex ValueName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex DashedName();
}
