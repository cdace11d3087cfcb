using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Stored;

/// <summary>
/// A plan as it may be shown: defaults of secret inputs, values of variables with a secret's name, and wherever else these texts stand
/// are masked. References stay, because they name a secret and do not hold it; texts in quotes within them do not.
/// </summary>
internal static partial class PlanRedaction
{
    /// <summary>
    /// The secret texts of a plan; <paramref name="variables"/> are values of the client's variables with a secret's name.
    /// </summary>
    public static IReadOnlyList<string> SecretsOf(RunPlan plan, IEnumerable<string> variables) =>
    [
        .. plan.Nodes.SelectMany(node => node.Environment)
            .Where(pair => SecretNames.Match(pair.Key) && !pair.Value.HasExpressions).Select(pair => pair.Value.Text)
            .Concat(plan.Inputs.Where(IsSecret).Select(input => input.Default ?? ""))
            .Concat(plan.Nodes.SelectMany(node => (node.Step?.Inputs ?? []).Concat(node.Step?.Call?.With ?? []))
                .Concat((plan.Bodies ?? []).SelectMany(body => body.Inputs)).Where(IsSecret).Select(input => input.Default ?? ""))
            .Concat(plan.Nodes.SelectMany(node => node.Step?.Secrets ?? []).Select(secret => secret.Text))
            .Concat(ContainerRedaction.SecretsOf(plan))
            .Concat(variables)
            .Where(text => text.Length > 0).Distinct(StringComparer.Ordinal),
    ];

    public static RunPlan Redact(RunPlan plan)
    {
        var secrets = new SecretMask(plan.Secrets ?? []);
        return plan with
        {
            Secrets = null,
            Inputs = [.. plan.Inputs.Select(input => Input(input, secrets))],
            Outputs = [.. plan.Outputs.Select(output => Output(output, secrets))],
            Nodes = [.. plan.Nodes.Select(node => Node(node, secrets))],
            Bodies = plan.Bodies is null ? null : [.. plan.Bodies.Select(body => body with
            {
                Inputs = [.. body.Inputs.Select(input => Input(input, secrets))],
                Outputs = [.. body.Outputs.Select(output => Output(output, secrets))],
            })],
            Project = plan.Project is null ? null : ContainerRedaction.Of(plan.Project, secrets),
        };
    }

    private static bool IsSecret(InputPlan input) => input.Type.Contains("secret", StringComparison.Ordinal);

    private static NodePlan Node(NodePlan node, SecretMask secrets) => node with
    {
        Command = [.. node.Command.Select(part => Mask(part, secrets)!)],
        Script = node.Script is null ? null : secrets.Of(node.Script),
        Environment = node.Environment.ToDictionary(
            pair => pair.Key,
            pair => SecretNames.Match(pair.Key) && !pair.Value.HasExpressions
                ? Template.Literal(FlowJson.Masked)
                : Mask(pair.Value, secrets)!,
            StringComparer.Ordinal),
        WorkingDirectory = Mask(node.WorkingDirectory, secrets),
        Labels = node.Labels?.ToDictionary(pair => pair.Key, pair => Mask(pair.Value, secrets)!, StringComparer.Ordinal),
        Health = node.Health is null ? null : node.Health with { Test = [.. node.Health.Test.Select(word => secrets.Of(word))] },
        Step = node.Step is null ? null : Step(node.Step, secrets),
        Container = node.Container is null ? null : ContainerRedaction.Of(node.Container, secrets),
        Mounts = node.Mounts is null ? null
            : [.. node.Mounts.Select(mount => mount with { Source = mount.Source is { } source ? secrets.Of(source) : null })],
    };

    private static StepPlan Step(StepPlan step, SecretMask secrets) => step with
    {
        Inputs = [.. step.Inputs.Select(input => Input(input, secrets))],
        Outputs = [.. step.Outputs.Select(output => Output(output, secrets))],
        When = Mask(step.When, secrets),
        Key = Mask(step.Key, secrets)!,
        Fan = step.Fan is null ? null : new FanPlan([.. step.Fan.Each.Select(each => each with
        {
            From = Mask(each.From, secrets),
            Values = each.Values is null ? null : secrets.Of(each.Values),
        })]),
        Call = step.Call is null ? null : step.Call with { With = [.. step.Call.With.Select(input => Input(input, secrets))] },
        Repeat = step.Repeat is null ? null : step.Repeat with
        {
            Until = Mask(step.Repeat.Until, secrets),
            Carry = [.. step.Repeat.Carry.Select(carry => carry with { From = Mask(carry.From, secrets)! })],
        },
        Secrets = step.Secrets is null ? null : [.. step.Secrets.Select(secret => secret with { Text = FlowJson.Masked })],
    };

    private static InputPlan Input(InputPlan input, SecretMask secrets) => input with
    {
        From = Mask(input.From, secrets),
        Default = IsSecret(input) && input.Default is not null
            ? FlowJson.Masked
            : input.Default is null
            ? null
            : secrets.Of(input.Default),
        Sources = input.Sources is null ? null : [.. input.Sources.Select(source => secrets.Of(source))],
        Path = Mask(input.Path, secrets),
    };

    private static OutputPlan Output(OutputPlan output, SecretMask secrets) => output with
    {
        File = Mask(output.File, secrets),
        Path = Mask(output.Path, secrets),
        Glob = Mask(output.Glob, secrets),
        Default = output.Default is null ? null : secrets.Of(output.Default),
        Value = Mask(output.Value, secrets),
    };

    private static Template? Mask(Template? template, SecretMask secrets) => template is null ? null
        : new Template([.. template.Parts.Select(part => part with
        {
            Text = part.IsExpression ? Quoted().Replace(part.Text, text => secrets.Of(text.Value)) : secrets.Of(part.Text),
        })]);

    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*""", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
