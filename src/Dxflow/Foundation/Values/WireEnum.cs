using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Foundation.Values;

/// <summary>
/// An enum as surfaces and journals write it: <c>OutOfMemory</c> is <c>"out_of_memory"</c>; numbers are refused. Written here, since
/// the framework's own converter is compiled anew at each start for each enum, which cost a command more than all its work.
/// </summary>
internal sealed class WireEnum<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly T[] Values = All();
    private static readonly long[] Numbers = Array.ConvertAll(Values, NumberOf);
    private static readonly string[] Names = Array.ConvertAll(
        Values, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? ReadName(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadName(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(NameOf(value));

    private static T ReadName(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return Values[i];
            }
        }

        throw new JsonException();
    }

    private static string NameOf(T value)
    {
        var at = Array.IndexOf(Numbers, NumberOf(value));
        return at >= 0 ? Names[at] : throw new JsonException($"{typeof(T).Name} has no value {value}.");
    }

    private static T[] All()
    {
        var numbers = Enum.GetValuesAsUnderlyingType(typeof(T));
        var values = new T[numbers.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (T)Enum.ToObject(typeof(T), numbers.GetValue(i)!);
        }

        return values;
    }

    private static long NumberOf(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, short>(value),
        4 => Unsafe.BitCast<T, int>(value),
        _ => Unsafe.BitCast<T, long>(value),
    };
}
