using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Operations;

namespace Dxflow.Tests.Surfaces.Cli.Syntax;

internal sealed record Greedy(IReadOnlyList<string> First, string Second);

internal sealed record Clash([Short('a')] string? One = null, [Short('a')] string? Two = null);

internal sealed record OwnTimeout(string? Timeout = null, [Short('o')] string? Only = null);

internal sealed record MayStandBare([Bare("here")] string? Listen = null, bool NoListen = false);

internal sealed record Inner(string Text);

internal sealed record OfFiles([Files] Inner Document, string? Only = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Greedy))]
[JsonSerializable(typeof(Clash))]
[JsonSerializable(typeof(OwnTimeout))]
[JsonSerializable(typeof(MayStandBare))]
[JsonSerializable(typeof(OfFiles))]
internal sealed partial class AnyJson : JsonSerializerContext;
