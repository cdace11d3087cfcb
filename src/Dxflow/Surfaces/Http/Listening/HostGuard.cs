using System.Net;
using Dxflow.Operations;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>
/// Keeps pages of other sites in the user's browser away from this engine, on the network only: a browser cannot open a Unix socket.
/// <list type="number">
/// <item>The Host that was asked for is ours. A name of somebody else's that resolves to our address (DNS rebinding) is not; an address
/// in digits cannot be rebound.</item>
/// <item>An Origin, where a browser sends one, is the very place that was asked; so is what it says of itself in Sec-Fetch-Site, unless
/// somebody follows a link that was given out, which the page that it stands on learns nothing from.</item>
/// </list>
/// Nothing answers a preflight, so no page elsewhere can add a header such as Authorization.
/// </summary>
internal sealed class HostGuard(IEnumerable<string> names)
{
    /// <summary>Where links that are given out lead to.</summary>
    private const string Links = "/s/";

    private readonly HashSet<string> _names = new(names, StringComparer.OrdinalIgnoreCase);

    public void Check(HttpRequest request)
    {
        // 1
        var host = request.Host.Host;
        if (!_names.Contains(host) && !IPAddress.TryParse(host, out _))
        {
            throw new HttpRefusal(421, new FaultInfo(
                FaultKind.Forbidden,
                $"This engine is not '{Shown(host)}'.",
                "Use its address, or add the name to the setting https-names."));
        }

        // 2
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if ((origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            || (site is not ("" or "same-origin" or "none") && !IsLinkFollowed(request)))
        {
            throw new HttpRefusal(403, new FaultInfo(
                FaultKind.Forbidden, $"A page of '{Shown(origin)}' may not use this engine.", "Only the engine's own pages may."));
        }
    }

    private static bool IsLinkFollowed(HttpRequest request) => request.Method == "GET"
        && request.Path.Value?.StartsWith(Links, StringComparison.Ordinal) == true && request.Headers["Sec-Fetch-Mode"] == "navigate";

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
