using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dxflow.Tests.Shells.Recordings;

/// <summary>What asciicast v2 says of a file, as its own text has it, read by nothing of the product.</summary>
internal static class CastRules
{
    /// <summary>The events; a file that is none fails.</summary>
    public static IReadOnlyList<(double Seconds, string Kind, string Text)> Read(byte[] file)
    {
        var lines = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).Split('\n');
        Xunit.Assert.Equal("", lines[^1]);
        using var header = JsonDocument.Parse(lines[0]);
        Xunit.Assert.Equal(2, header.RootElement.GetProperty("version").GetInt32());
        Xunit.Assert.True(header.RootElement.GetProperty("width").GetInt32() > 0);
        Xunit.Assert.True(header.RootElement.GetProperty("height").GetInt32() > 0);
        Xunit.Assert.True(header.RootElement.GetProperty("timestamp").GetInt64() >= 0);
        foreach (var variable in header.RootElement.GetProperty("env").EnumerateObject())
        {
            Xunit.Assert.Equal(JsonValueKind.String, variable.Value.ValueKind);
        }

        var events = lines[1..^1].Select(Event).ToList();
        Xunit.Assert.Equal(events.Select(static one => one.Seconds).Order(), events.Select(static one => one.Seconds));
        return events;
    }

    private static (double Seconds, string Kind, string Text) Event(string line)
    {
        using var json = JsonDocument.Parse(line);
        Xunit.Assert.Equal(3, json.RootElement.GetArrayLength());
        var one = (
            Seconds: json.RootElement[0].GetDouble(), Kind: json.RootElement[1].GetString()!, Text: json.RootElement[2].GetString()!);
        Xunit.Assert.True(one.Seconds >= 0);
        Xunit.Assert.Contains(one.Kind, (string[])["o", "i", "r", "m"]);
        Xunit.Assert.True(one.Kind != "r" || Regex.IsMatch(one.Text, "^[1-9][0-9]*x[1-9][0-9]*$"), line);
        return one;
    }
}
