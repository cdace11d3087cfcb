using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Building.Calls;
using Dxflow.Workflows.Planning.Building.Slices;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>What references can name, from the document: the kind of each enabled service decides what can be asked of it.</summary>
internal static class SymbolBuilder
{
    public static FlowSymbols Build(
        ComposeSpec spec, FlowSpec flow, IReadOnlyList<ServiceSpec> enabled, IReadOnlyDictionary<string, CalledDocument> calls)
    {
        var awaited = enabled.SelectMany(service => service.DependsOn)
            .Where(dependency => dependency.Condition == DependencyCondition.Succeeded)
            .Select(dependency => dependency.Service).ToHashSet(StringComparer.Ordinal);
        var names = enabled.Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        return new FlowSymbols(
            enabled.ToDictionary(
                service => service.Name,
                service => Of(service, flow, awaited, calls.GetValueOrDefault(service.Name)) with
                {
                    Secrets = SecretBuilder.Names(service, spec),
                    Volumes = [.. service.Volumes.Where(static mount => mount.Value is { Type: "volume", Source: not null })
                        .Select(static mount => mount.Value.Source!)],
                },
                StringComparer.Ordinal),
            flow.Workflow.Inputs.DistinctBy(input => input.Name)
                .ToDictionary(input => input.Name, input => input.Type ?? FlowType.Json, StringComparer.Ordinal),
            spec.Services.Select(service => service.Name).Where(name => !names.Contains(name)).ToHashSet(StringComparer.Ordinal),
            flow.Workflow.OnExit?.Value);
    }

    private static NodeSymbol Of(ServiceSpec service, FlowSpec flow, HashSet<string> awaited, CalledDocument? called)
    {
        if (!flow.Steps.TryGetValue(service.Name, out var step))
        {
            var kind = awaited.Contains(service.Name) ? NodeKind.OneShot : NodeKind.Service;
            return new NodeSymbol(service.Name, kind, new Dictionary<string, OutputSymbol>(), null);
        }

        var onFail = PolicyBuilder.OnFail(step.Policy, flow.Workflow.Defaults);
        var outputs = called is not null ? Outputs(called) : step.Outputs.DistinctBy(output => output.Name).ToDictionary(
            output => output.Name,
            output => new OutputSymbol(output.Type, output.Default is not null, output.Collect),
            StringComparer.Ordinal);
        var runIf = step.RunIf ?? RunIf.AllOk;
        var ofEach = step.Fan.IsGiven && FanBuilder.IsOfSlice(step.When?.Value);
        var symbol = step.Fan.IsGiven
            ? NodeSymbol.Fanned(
                service.Name, outputs, step.When is not null && !ofEach, ofEach, step.Fan.Require is not null, onFail, runIf)
            : NodeSymbol.Single(service.Name, outputs, step.When is not null, onFail, runIf);
        return symbol with { IsUnknown = step.Call is not null && called is null, IsLoop = step.Repeat is not null };
    }

    private static Dictionary<string, OutputSymbol> Outputs(CalledDocument called) => called.Outputs.ToDictionary(
        output => output.Key, output => new OutputSymbol(output.Value, HasDefault: false, Collect.Success), StringComparer.Ordinal);
}
