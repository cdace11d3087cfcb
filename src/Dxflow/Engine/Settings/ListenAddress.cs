using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Dxflow.Engine.Settings;

/// <summary>
/// An address to listen on as people write it: <c>3935</c>, <c>:3935</c>, <c>10.0.0.5</c>, <c>10.0.0.5:3935</c>, <c>[::1]:3935</c>,
/// <c>localhost</c>, and <c>*</c> for all. A name other than localhost is none: what it means could change.
/// </summary>
internal static class ListenAddress
{
    public const string Fix = "Write 127.0.0.1:3935, a port, or *:3935 for all addresses.";

    public static bool TryParse(string text, int defaultPort, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        var (host, port) = Split(text.Trim());
        var number = defaultPort;
        if (port is not null
            && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= IPEndPoint.MaxPort))
        {
            return false;
        }

        var ip = host switch
        {
            "" or "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            _ => IPAddress.TryParse(host, out var parsed) && (parsed.ToString() == host || host.Contains(':')) ? parsed : null,
        };
        address = ip is null ? null : new IPEndPoint(ip, number);
        return ip is not null;
    }

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            return end < 0
                ? (text, null)
                : (text[1..end], end == text.Length - 1 ? null : text[end + 1] == ':' ? text[(end + 2)..] : text);
        }

        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return ("", text);
        }

        return text.Split(':') is [var host, var port] ? (host, port) : (text, null);
    }
}
