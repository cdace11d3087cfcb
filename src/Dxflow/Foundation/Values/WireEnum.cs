using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Foundation.Values;

/// <summary>An enum as surfaces and journals write it: <c>OutOfMemory</c> is <c>"out_of_memory"</c>; numbers are refused.</summary>
internal sealed class WireEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
