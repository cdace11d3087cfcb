using System.Text;
using Dxflow.Operations;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Requests;

/// <summary>
/// The password of HTTP's Basic scheme (RFC 7617), for operations that anybody may call who knows one: every browser and curl can send it.
/// Nobody has a name there, so the user in it is whatever it is.
/// </summary>
internal static class BasicPassword
{
    private const string Scheme = "Basic ";
    private const int LengthMax = 4096;

    /// <summary>The match with the password among the properties of the request.</summary>
    public static Match Given(Match match, HttpRequest request) =>
        match.Operation.PasswordField is { } field && Of(request.Headers.Authorization.ToString()) is { } password
            ? match with { Values = [.. match.Values, new(field, password)] }
            : match;

    /// <summary>Whoever is refused for want of a password is told how to send it.</summary>
    public static async Task AskedForAsync(Operation operation, Task answer)
    {
        try
        {
            await answer;
        }
        catch (Fault refused) when (operation.PasswordField is not null && refused.Info.Code == FaultKind.Unauthenticated)
        {
            throw new HttpRefusal(401, refused.Info) { Challenge = "Basic realm=\"dxflow\", charset=\"UTF-8\"" };
        }
    }

    private static string? Of(string header)
    {
        var bytes = new byte[Math.Min(header.Length, LengthMax)];
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > LengthMax
            || !Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':') is >= 0 and var colon ? text[(colon + 1)..] : null;
    }
}
