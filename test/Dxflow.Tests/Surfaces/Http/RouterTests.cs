using Dxflow.Operations;
using Dxflow.Surfaces.Http;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http;

public sealed class RouterTests
{
    private readonly Router _router = new(new OperationSet(
    [
        .. SampleOperations.All(),
        Operation.Call("sample.best", "GET /api/samples/best", Permission.None, Effect.Reads, "Show the best.",
            SampleJson.Default, static (Samples s, SampleName r, Call c) => s.ShowAsync(r, c)),
    ]));

    [Theory]
    [InlineData("GET", "/api/samples", "sample.list", "")]
    [InlineData("GET", "/api/samples/", "sample.list", "")]
    [InlineData("GET", "/api/samples/alpha/?x=1", "sample.show", "alpha")]
    [InlineData("GET", "/api/samples?limit=3", "sample.list", "")]
    [InlineData("GET", "/api/samples/alpha", "sample.show", "alpha")]
    [InlineData("HEAD", "/api/samples/alpha", "sample.show", "alpha")]
    [InlineData("GET", "/api/samples/best", "sample.best", "")]
    [InlineData("GET", "/api/samples/best/lines", "sample.watch", "best")]
    [InlineData("GET", "/api/samples/a%2Fb", "sample.show", "a/b")]
    [InlineData("GET", "/api/samples/a%20b", "sample.show", "a b")]
    [InlineData("DELETE", "/api/samples/%C3%A4", "sample.remove", "ä")]
    public void A_route_finds_its_operation(string method, string target, string operation, string name)
    {
        var match = _router.Find(method, target);
        Assert.Equal(operation, match.Operation.Name);
        Assert.Equal(name, match.Values.SingleOrDefault().Value ?? "");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/samples//")]
    [InlineData("/api//samples")]
    [InlineData("/API/samples")]
    [InlineData("/api/samples/alpha/none")]
    [InlineData("/api/samples/..")]
    [InlineData("/api/samples/%2e%2e")]
    [InlineData("/api/samples/%2E")]
    [InlineData("/api/samples/a%00b")]
    [InlineData("/api/samples/a%0Ab")]
    [InlineData("/api/{name}")]
    [InlineData("*")]
    [InlineData("http://elsewhere/api/samples")]
    public void Anything_else_is_not_there(string target) =>
        Assert.Equal(404, Assert.Throws<HttpRefusal>(() => _router.Find("GET", target)).Status);

    [Fact]
    public void Two_ways_at_once_are_found_whatever_the_method_and_only_where_there_are_any()
    {
        Assert.Equal("sample.talk", _router.Find("GET", "/api/samples/alpha/talk", twoWay: true).Operation.Name);
        Assert.Equal("sample.show", _router.Find("GET", "/api/samples/alpha", twoWay: true).Operation.Name);
        Assert.Equal(405, Assert.Throws<HttpRefusal>(() => _router.Find("GET", "/api/samples/alpha/talk")).Status);
    }

    [Fact]
    public void A_wrong_method_names_the_right_ones()
    {
        var refusal = Assert.Throws<HttpRefusal>(() => _router.Find("PATCH", "/api/samples/alpha"));
        Assert.Equal((405, "DELETE, GET"), (refusal.Status, refusal.Allow));
    }
}
