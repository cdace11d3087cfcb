using Dxflow.Foundation.Values;
using Dxflow.Workflows.Compose.Canonical;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Canonical;

public sealed class ModelValuesTests
{
    [Theory]
    [InlineData("0s", "0s")]
    [InlineData("500ms", "500ms")]
    [InlineData("1500us", "1.5ms")]
    [InlineData("90s", "1m30s")]
    [InlineData("1.5s", "1.5s")]
    [InlineData("60m", "1h0m0s")]
    [InlineData("2d", "48h0m0s")]
    [InlineData("1h1s", "1h0m1s")]
    public void Duration_is_written_as_compose_shows_it(string text, string expected) =>
        Assert.Equal(expected, ModelValues.Duration(Durations.Parse(text)));
}
