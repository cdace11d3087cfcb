using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Api;

public sealed class NamesTests
{
    [Theory]
    [InlineData("alpine", "alpine", "latest", "docker.io")]
    [InlineData("alpine:3", "alpine", "3", "docker.io")]
    [InlineData("library/alpine", "library/alpine", "latest", "docker.io")]
    [InlineData("host:5000/a/b", "host:5000/a/b", "latest", "host:5000")]
    [InlineData("host:5000/a/b:1.2", "host:5000/a/b", "1.2", "host:5000")]
    [InlineData("localhost/a@sha256:00", "localhost/a", "sha256:00", "localhost")]
    [InlineData("a:1@sha256:00", "a", "sha256:00", "docker.io")]
    public void An_image_has_a_name_a_tag_and_a_registry(string text, string name, string tag, string registry)
    {
        var image = ImageReference.Parse(text);
        Assert.Equal((name, tag, registry), (image.Name, image.Tag, image.Registry));
    }

    [Fact]
    public void An_address_is_a_socket_or_a_host()
    {
        Assert.Equal("/run/engine.sock", EngineAddress.Parse("unix:///run/engine.sock").SocketPath);
        var address = EngineAddress.Parse("tcp://somewhere:2376");
        Assert.Equal(("somewhere", 2376, false), (address.Host, address.Port, address.IsLocal));
    }

    [Theory]
    [InlineData("unix://relative.sock")]
    [InlineData("ssh://somewhere")]
    [InlineData("nonsense")]
    public void Another_address_is_refused(string text) => Assert.Throws<Fault>(() => EngineAddress.Parse(text));

    [Theory]
    [InlineData("1.41", false, "v1.41")]
    [InlineData("1.99", false, "v1.47")]
    [InlineData(null, true, "v1.40")]
    public void The_version_is_the_newest_that_both_know(string? told, bool isPodman, string expected)
    {
        var version = ApiVersion.Of(told, isPodman ? "4.3.1" : null);
        Assert.Equal((expected, isPodman), (version.ToString(), version.Dialect == Dialect.Podman));
    }

    [Fact]
    public void A_query_escapes_its_values_and_leaves_out_what_is_not_given()
    {
        var path = new ApiQuery("/x").With("a", "1 & 2").With("b", (string?)null).With("c", true).Where(("label", ["k=v"]));
        Assert.Equal("/x?a=1%20%26%202&c=1&filters=%7B%22label%22%3A%5B%22k%3Dv%22%5D%7D", path.ToString());
        Assert.Equal("host%3A5000/a", ApiQuery.Segment("host:5000/a"));
    }
}
