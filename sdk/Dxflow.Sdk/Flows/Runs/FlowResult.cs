using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Runs;

/// <summary>How a run of a flow ended, and what it gave.</summary>
public sealed class FlowResult
{
    private readonly DxflowClient _engine;
    private readonly Flow _flow;
    private readonly JsonElement _values;

    internal FlowResult(DxflowClient engine, Flow flow, RunInfo run, Why? why, JsonElement values) =>
        (_engine, _flow, Run, Why, _values) = (engine, flow, run, why, values);

    /// <summary>The run as it ended.</summary>
    public RunInfo Run { get; }

    /// <summary>Whether it did what it should.</summary>
    public bool Succeeded => Run.State == RunStatusValues.Succeeded;

    /// <summary>Of a run that failed: the first cause, with the last lines of its log.</summary>
    public Why? Why { get; }

    /// <summary>Why it did not, in a sentence, with the last line that the first step to fail wrote.</summary>
    public string Cause => Why is { } why
        ? why.Summary + (why.Log is [.., var last] ? $": {last.Text}" : "")
        : Run.Detail ?? Run.Reason ?? "no reason was told";

    /// <summary>This result, of a run that succeeded.</summary>
    /// <exception cref="FlowException">It did not; the message is the cause.</exception>
    public FlowResult Success() => Succeeded ? this : throw new FlowException($"{Run.Name}: {Cause}");

    /// <summary>An output. An artifact is where it lies in the engine's store, on its machine: see <see cref="DownloadAsync"/>.</summary>
    /// <exception cref="FlowException">There is none, because of how the run ended.</exception>
    public T Get<T>(FlowOutput<T> output) => Get(output, ValuesJson.Of<T>());

    /// <summary>An output of a type of yours.</summary>
    /// <inheritdoc cref="Get{T}(FlowOutput{T})"/>
    public T Get<T>(FlowOutput<T> output, JsonTypeInfo<T> type)
    {
        var value = Of(output);
        if (value.ValueKind == JsonValueKind.Null && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw new FlowException($"the output `{output.Name}` is null: {Run.Name} {(Succeeded ? Run.State : Cause)}");
        }

        try
        {
            return value.Deserialize(type)!;
        }
        catch (JsonException other)
        {
            throw new FlowException(
                $"the output `{output.Name}` is no {DocumentType.Of(typeof(T))}: {other.Message} Nulls in a list want OrNulls or Compact.");
        }
    }

    /// <summary>Whether there is a value, of outputs that may be null and of runs that failed.</summary>
    public bool Has<T>(FlowOutput<T> output) => Of(output).ValueKind != JsonValueKind.Null;

    /// <summary>Brings a file to this machine.</summary>
    public async Task DownloadAsync(FileArtifact artifact, string path, CancellationToken cancel = default)
    {
        var reference = artifact.Reference ?? throw new FlowException($"{artifact} is no output of a run: an engine knows nothing of it.");
        await using var content = await _engine.Artifact.DownloadAsync(new DownloadArtifact(reference), cancel);
        await using var file = File.Create(path);
        await content.CopyToAsync(file, cancel);
    }

    private JsonElement Of<T>(FlowOutput<T> output)
    {
        if (output.Flow != _flow)
        {
            throw new FlowException($"`{output.Name}` is an output of flow `{output.Flow.Name}`, and `{_flow.Name}` was run.");
        }

        return _values.ValueKind == JsonValueKind.Object && _values.TryGetProperty(output.Name, out var value)
            ? value
            : JsonDocument.Parse("null").RootElement;
    }
}
