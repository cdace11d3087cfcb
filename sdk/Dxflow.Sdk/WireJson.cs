using System.Text.Json.Serialization;

namespace Dxflow.Sdk;

/// <summary>What the engine says of a failure.</summary>
internal sealed record Told(string Code, string Detail, string? Hint = null, IReadOnlyList<Problem>? Problems = null);

/// <summary>The last line of a stream.</summary>
internal sealed record EndLine(End End);

internal sealed record End(int Code, Told? Fault = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Told))]
[JsonSerializable(typeof(EndLine))]
internal sealed partial class WireJson : JsonSerializerContext;
