using System.Text.Json.Serialization;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>A record of a name that the sample noun has too.</summary>
internal static class Same
{
    internal sealed record SampleInfo(string Name);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Same.SampleInfo))]
internal sealed partial class SameNameJson : JsonSerializerContext;
