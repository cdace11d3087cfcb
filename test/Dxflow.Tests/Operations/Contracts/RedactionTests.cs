using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Xunit;

namespace Dxflow.Tests.Operations.Contracts;

public sealed class RedactionTests
{
    [Fact]
    public void Only_marked_lists_are_kept_short_and_bounded()
    {
        var permissions = Enumerable.Repeat(new string('p', 300), 50).ToList();
        var text = Redaction.Of(RedactedJson.Default.Redacted, new Redacted("n", ["--password", "x"], permissions, [1, 2]));
        Assert.DoesNotContain("password", text);
        Assert.Contains("\"secret\":\"***\"", text);
        Assert.InRange(text.Length, 20 * 200, 20 * 220);
    }
}

internal sealed record Redacted(
    [Description("A name.")] string Name,
    [Description("What users wrote.")] IReadOnlyList<string> Command,
    [Description("What was granted."), Audited] IReadOnlyList<string> Permissions,
    [Description("Bytes."), Secret] byte[] Secret);

[JsonSerializable(typeof(Redacted))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RedactedJson : JsonSerializerContext;
