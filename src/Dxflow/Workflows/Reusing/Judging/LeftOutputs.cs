using System.Text.Json;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>What a slice of another run left, as the result of a step of this one.</summary>
internal static class LeftOutputs
{
    /// <summary>What is in the way, or null: each declared output is there, of its type, and what it names is in the store.</summary>
    public static string? Unusable(StepPlan step, JsonElement? outputs, string from, Func<ArtifactValue, bool> isThere)
    {
        foreach (var output in step.Outputs)
        {
            var type = FlowTypeText.Parse(output.Type);
            if (outputs is not { ValueKind: JsonValueKind.Object } all || !all.TryGetProperty(output.Name, out var json))
            {
                return $"{from} has no output '{output.Name}' of it";
            }

            try
            {
                if (Gone(FlowJsonReader.Read(json, output.Default is null ? type : type.OrNull), isThere) is { } gone)
                {
                    return $"'{gone}' of its output '{output.Name}' is not in the store any more";
                }
            }
            catch (FlowException)
            {
                return $"its output '{output.Name}' is of another type now";
            }
        }

        return null;
    }

    private static string? Gone(FlowValue value, Func<ArtifactValue, bool> isThere) => value switch
    {
        ArtifactValue artifact => isThere(artifact) ? null : artifact.Name,
        ListValue list => list.Items.Select(item => Gone(item, isThere)).FirstOrDefault(static gone => gone is not null),
        MapValue map => map.Items.Values.Select(item => Gone(item, isThere)).FirstOrDefault(static gone => gone is not null),
        _ => null,
    };
}
