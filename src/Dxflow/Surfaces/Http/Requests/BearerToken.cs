using Dxflow.Operations;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Requests;

/// <summary>
/// The one way to show a token over HTTP (RFC 6750, in the header). Any other way to authenticate is refused: taken for none it would
/// leave a caller with rights that are not those it asked for.
/// </summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Null without the header.</summary>
    public static string? Of(HttpRequest request)
    {
        var given = request.Headers.Authorization;
        if (given.Count == 0)
        {
            return null;
        }

        return given.ToString() is var one && one.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? one[Scheme.Length..].Trim()
            : throw new Fault(
                FaultKind.Unauthenticated, "Authorization is not of the scheme Bearer.", "Send Authorization: Bearer TOKEN, or none.");
    }

    /// <summary>What a 401 has to say (RFC 9110): how to sign in, and whether what was shown is worth nothing.</summary>
    public static string Challenge(HttpRequest request) => request.Headers.Authorization.Count == 0
        ? "Bearer realm=\"dxflow\""
        : "Bearer realm=\"dxflow\", error=\"invalid_token\"";
}
