using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Outputs;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>What a slice of another run left, as the result of a step of this one.</summary>
internal static class LeftOutputs
{
    /// <summary>What is in the way, or null: each declared output is there, of its type, and what it names is in the store.</summary>
    public static string? Unusable(
        StepPlan step, JsonElement? outputs, string from, ArtifactStore store, Func<ArtifactValue, bool> isThere)
    {
        foreach (var output in step.Outputs)
        {
            var type = FlowTypeText.Parse(output.Type);
            if (outputs is { } some && LargeOutputs.Find(some, output.Name) is { } large)
            {
                if (Unusable(large, output, type, store, isThere) is { } why)
                {
                    return why;
                }

                continue;
            }

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

    /// <summary>What is large is read only if there is something to look for in it.</summary>
    private static string? Unusable(
        LargeOutput large, OutputPlan output, FlowType type, ArtifactStore store, Func<ArtifactValue, bool> isThere)
    {
        if (large.Type != output.Type)
        {
            return $"its output '{output.Name}' is of another type now";
        }

        var text = new ArtifactValue(large.Sha256, ArtifactKind.File, output.Name, large.Size);
        try
        {
            return (isThere(text) ? large.HoldsArtifacts ? Gone(LargeValues.Read(store, large, type.OrNull), isThere) : null : output.Name)
                is { } gone ? $"'{gone}' of its output '{output.Name}' is not in the store any more" : null;
        }
        catch (FlowException unreadable)
        {
            return $"its output '{output.Name}': {unreadable.Error.Message}";
        }
    }

    private static string? Gone(FlowValue value, Func<ArtifactValue, bool> isThere) => value switch
    {
        ArtifactValue artifact => isThere(artifact) ? null : artifact.Name,
        ListValue list => list.Items.Select(item => Gone(item, isThere)).FirstOrDefault(static gone => gone is not null),
        MapValue map => map.Items.Values.Select(item => Gone(item, isThere)).FirstOrDefault(static gone => gone is not null),
        _ => null,
    };
}
