using Dxflow.Surfaces.Http;
using Dxflow.Surfaces.Http.Listening;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.Listening;

/// <summary>What a page in somebody's browser can send, and what everybody else sends.</summary>
public sealed class HostGuardTests
{
    private readonly HostGuard _guard = new(["localhost", "engine.example"]);

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:3935")]
    [InlineData("engine.example:3936")]
    [InlineData("127.0.0.1:3935")]
    [InlineData("[::1]:3935")]
    [InlineData("10.0.0.5")]
    public void The_engines_names_and_any_address_in_digits_are_its_own(string host) => _guard.Check(Request(host));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:3935")]
    [InlineData("localhost.evil.example")]
    [InlineData("engine.example.")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("")]
    public void A_name_that_was_bound_to_our_address_is_not(string host) => Refused(421, Request(host));

    [Theory]
    [InlineData("http://evil.example", null)]
    [InlineData("null", null)]
    [InlineData("http://localhost", null)]
    [InlineData("http://localhost:3935.evil.example", null)]
    [InlineData("https://localhost:3935", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    [InlineData("http://localhost:3935", "cross-site")]
    public void A_page_of_somebody_else_is_refused_whatever_the_method(string? origin, string? site)
    {
        foreach (var method in new[] { "GET", "POST", "OPTIONS", "DELETE" })
        {
            Refused(403, Request("localhost:3935", origin, site, method));
        }
    }

    [Theory]
    [InlineData("http://localhost:3935", "same-origin")]
    [InlineData("http://localhost:3935", null)]
    [InlineData(null, "none")]
    [InlineData(null, "same-origin")]
    public void A_page_of_the_engine_itself_is_let_in(string? origin, string? site) =>
        _guard.Check(Request("localhost:3935", origin, site));

    [Fact]
    public void A_link_that_was_given_out_may_be_followed_from_anywhere_and_nothing_else()
    {
        HttpRequest Asked(string path, string method, string mode)
        {
            var request = Request("localhost:3935", null, "cross-site", method);
            request.Path = path;
            request.Headers["Sec-Fetch-Mode"] = mode;
            return request;
        }

        _guard.Check(Asked("/s/token", "GET", "navigate"));
        Refused(403, Asked("/s/token", "GET", "no-cors"));
        Refused(403, Asked("/s/token/name", "PUT", "navigate"));
        Refused(403, Asked("/api/objects", "GET", "navigate"));
    }

    private static HttpRequest Request(string host, string? origin = null, string? site = null, string method = "GET")
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Scheme, request.Host) = (method, "http", new HostString(host));
        request.Headers.Origin = origin;
        request.Headers["Sec-Fetch-Site"] = site;
        return request;
    }

    private void Refused(int status, HttpRequest request) =>
        Assert.Equal(status, Assert.Throws<HttpRefusal>(() => _guard.Check(request)).Status);
}
