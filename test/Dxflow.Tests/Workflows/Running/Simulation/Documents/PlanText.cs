using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Running.Simulation.Documents;

/// <summary>A plan in a line a node, for reading a failure.</summary>
internal static class PlanText
{
    public static string Of(RunPlan plan) => string.Join(
        "\n          ",
        plan.Nodes.Select(Of).Concat((plan.Bodies ?? []).Select(static body => body.ToString())).Prepend(
            $"{plan.Kind} parallel {plan.Parallel} timeout {plan.Timeout} fail-fast {plan.FailFast} on_exit {plan.OnExit}"
            + $" at rest {plan.AtRest} reuse {plan.Reuse is not null}"));

    private static string Of(NodePlan node) =>
        $"{node.Name} {node.Kind} after [{string.Join(", ", node.After.Select(edge => $"{edge.Node} {edge.Condition} {edge.Required}"))}]"
        + $" cpus {node.Resources.BookedCpus} restart {node.Restart?.Condition} {node.Restart?.Limit} health {node.Health is not null}"
        + $" replicas {node.Replicas} contained {node.Container is not null}"
        + (node.Step is not { } step ? "" : $" {step.RunIf} retry {step.Retry.Limit} [{string.Join(' ', step.Retry.For)}]"
            + $" fan {step.Fan is not null} each {step.WhenEach} cached {step.Cached} require {step.Require} parallel {step.Parallel}"
            + $" {step.Call} {step.Repeat}"
            + $" limits {step.Timeout.Queue} {step.Timeout.Run} {step.OnFail} when {step.When is not null}"
            + $" outputs {string.Join(' ', step.Outputs.Select(output => output.Collect))}");
}
