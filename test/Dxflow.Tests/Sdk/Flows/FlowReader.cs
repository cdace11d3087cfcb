using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Sdk.Flows;
using Dxflow.Tests.Workflows.Compose;
using Dxflow.Workflows.Compose.Canonical;
using Dxflow.Workflows.Compose.Specs;
using Xunit;

namespace Dxflow.Tests.Sdk.Flows;

/// <summary>Flows built in C#, read with the engine's own reader.</summary>
internal static class FlowReader
{
    /// <summary>What the engine says of keys that the format has and this version has not; it says it of no other.</summary>
    private const string Later = "is not supported yet";

    /// <summary>The meaning of a document, as <c>workflow validate -o yaml</c> tells it: all files, forms and orders made one.</summary>
    public static JsonObject Meaning(string document)
    {
        var fixture = new DocumentFixture();
        var reading = fixture.TryRead(document);
        Assert.NotNull(reading);
        Assert.Empty(Errors(fixture));
        Dxflow.Workflows.Flow.Reading.FlowReader.Read(reading);
        Assert.Empty(Errors(fixture));
        return CanonicalModel.Of(reading);
    }

    /// <summary>The flow as C# builds it means what the document that people write means.</summary>
    public static void Same(string written, Flow built)
    {
        var text = built.ToYaml();
        var (wanted, had) = (Meaning(written), Meaning(text));
        Assert.True(JsonNode.DeepEquals(wanted, had), $"{text}\nmeans\n{had.ToJsonString()}\nand not\n{wanted.ToJsonString()}");
    }

    public static ComposeReading Read(string document)
    {
        var fixture = new DocumentFixture();
        var reading = fixture.TryRead(document);
        Assert.Empty(fixture.Problems.ToList().Select(DocumentFixture.Show));
        return reading!;
    }

    private static IEnumerable<string> Errors(DocumentFixture fixture) => fixture.Problems.ToList()
        .Where(static problem => !problem.Warning && !problem.Message.EndsWith(Later, StringComparison.Ordinal))
            .Select(DocumentFixture.Show);
}
