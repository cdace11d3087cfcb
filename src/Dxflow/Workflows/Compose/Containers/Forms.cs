using System.Net;
using System.Text.RegularExpressions;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>The forms of names and addresses that several keys share.</summary>
internal static partial class Forms
{
    public static readonly (string Is, string Fix) HostNameText =
        ("a host name", "Use letters, digits, - and . only, at most 63 between two dots.");

    public static readonly (string Is, string Fix) MacText = ("a MAC address", "Write six pairs of hex digits: 02:42:ac:11:00:02");

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex Name();

    [GeneratedRegex(@"^[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?(\.[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?)*\.?\z",
        RegexOptions.CultureInvariant)]
    public static partial Regex HostName();

    [GeneratedRegex(@"^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Mac();

    [GeneratedRegex(@"^[a-z0-9]+(/[a-z0-9_]+(/[a-z0-9.]+)?)?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Platform();

    /// <summary>The framework also takes short forms such as 1.2.3, which nobody means.</summary>
    public static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out _) && (text.Contains(':') || text.AsSpan().Count('.') == 3);

    public static bool IsSubnet(string text) =>
        text.IndexOf('/') is > 0 and var slash && IsAddress(text[..slash]) && IPNetwork.TryParse(text, out _);

    /// <summary>An address, or a problem; <paramref name="ofVersion"/> is 4, 6 or either.</summary>
    public static string? Address(this ReadingContext context, string? text, Place at, string what, int? ofVersion = null)
    {
        if (text is null || (IsAddress(text) && (ofVersion is null || text.Contains(':') == (ofVersion == 6))))
        {
            return text;
        }

        context.Error(
            at, $"{what} must be an IP{(ofVersion is { } v ? $"v{v}" : "")} address, and this is `{ReadingContext.Short(text)}`",
            ofVersion == 6 ? "Write an address such as 2001:db8::5." : "Write an address such as 172.16.238.10.");
        return null;
    }
}
