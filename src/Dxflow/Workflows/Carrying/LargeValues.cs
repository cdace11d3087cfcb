using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Outputs;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Reads large outputs from the store when something looks at them. The one that was read last is kept, since the slices of a step ask for
/// the same one after another; of the others nothing stays in memory. For one owner at a time.
/// </summary>
internal sealed class LargeValues(ArtifactStore store)
{
    private (LargeOutput Large, string Type, FlowValue Value)? _last;

    /// <exception cref="FlowException">It is not there any more, or not of the type.</exception>
    public FlowValue Of(LargeOutput large, FlowType type)
    {
        var name = type.ToString();
        if (_last is { } last && last.Large == large && last.Type == name)
        {
            return last.Value;
        }

        var value = Read(store, large, type);
        _last = (large, name, value);
        return value;
    }

    public static FlowValue Read(ArtifactStore store, LargeOutput large, FlowType type)
    {
        try
        {
            using var file = store.OpenRead(new Artifact(large.Sha256, ArtifactKind.File, "value", large.Size));
            var text = new byte[file.Length];
            file.ReadExactly(text);
            return LargeOutputs.Value(large, text, type);
        }
        catch (Exception gone) when (gone is ArtifactException or IOException or JsonException)
        {
            throw new FlowException(FlowErrorKind.Missing, $"a value of {large.Size} bytes cannot be read from the store: {gone.Message}");
        }
    }
}
