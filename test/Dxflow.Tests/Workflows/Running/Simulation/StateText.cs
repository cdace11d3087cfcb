using System.Text;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>Everything a state holds, as text: two states are the same if and only if their texts are.</summary>
internal static class StateText
{
    public static string Of(RunState state)
    {
        var text = new StringBuilder();
        text.AppendLine($"{state.Id} {state.Workflow} {state.Number} {state.Revision} {state.Status} {state.Reason} {state.Detail}");
        text.AppendLine($"{state.CreatedAt} {state.StartedAt} {state.EndedAt} {state.Cancel} {state.CancelledBy}");
        text.AppendLine($"{state.PausedAt} {state.Held}");
        text.AppendLine($"{state.FailedStep} {state.Failing} {state.MainLeft} {state.StepsLeft} {state.Kept}");
        foreach (ref var step in state.Steps.AsSpan())
        {
            text.Append($"{step.Status} {step.Begun} {step.Ran} {step.First} {step.Count} {step.Left} {step.Unfinished} ");
            text.Append($"{step.Wished} {step.Down} {step.Paused} {step.Node} {step.Frame} {step.IsFanned} {step.Open} ");
            text.AppendLine($"{step.Succeeded} {step.Failed} {step.Cancelled} {step.Omitted} {step.Because}");
        }

        foreach (ref var frame in state.Frames.AsSpan())
        {
            text.Append($"frame {frame.Body} {frame.Host} {frame.Turn} {frame.Before} {frame.First} ");
            text.AppendLine($"{frame.StepsLeft} {frame.MainLeft} {frame.FailedStep} {frame.Failing}");
        }

        for (var slice = 0; slice < state.Slices.Length; slice++)
        {
            ref var it = ref state.Slices[slice];
            text.Append($"{it.Status} {it.Reason} {it.Flags} {it.Attempt} {it.Used} {it.Step} {it.Exit} {it.Signal} {it.Because} ");
            text.Append($"{it.QueuedAt} {it.StartedAt} {it.EndedAt} {it.Held} {state.Details.GetValueOrDefault(slice)} ");
            text.AppendLine(state.Outputs.TryGetValue(slice, out var outputs) ? outputs.GetRawText() : "");
        }

        return text.ToString();
    }
}
