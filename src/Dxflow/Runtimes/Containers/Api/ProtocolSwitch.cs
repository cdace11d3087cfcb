using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// Asks on a new connection for another protocol, by hand: the framework's client joins headers of one name to one, which engines do not
/// take apart, and reads ahead, where no byte of the other protocol may be lost.
/// </summary>
internal static class ProtocolSwitch
{
    private const int HeadBytesMax = 8 << 10;
    private const string End = "\r\n\r\n";

    public static async Task<Stream> OpenAsync(
        EngineAddress address, string target, string protocol, IReadOnlyList<(string Name, string Value)> headers,
        CancellationToken cancel)
    {
        var stream = new NetworkStream(await address.ConnectAsync(cancel), ownsSocket: true);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(address, target, protocol, headers)), cancel);
            var head = await HeadAsync(stream, cancel);
            return StatusOf(head) is var status && status == (int)HttpStatusCode.SwitchingProtocols ? stream
                : throw EngineRefusal.ToFault(
                    (HttpStatusCode)status, $"{target} answers {status} where it was to go over to {protocol}", "a connection");
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static string Request(
        EngineAddress address, string target, string protocol, IReadOnlyList<(string Name, string Value)> headers)
    {
        var request = new StringBuilder($"POST {target} HTTP/1.1\r\nHost: {address.Host}\r\n");
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("Connection", "Upgrade"), ("Upgrade", protocol), .. headers])
        {
            request.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return request.Append("\r\n").ToString();
    }

    /// <summary>One byte after the other: what follows belongs to whoever gets the stream.</summary>
    private static async Task<string> HeadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < End.Length || head.ToString(head.Length - End.Length, End.Length) != End)
        {
            if (head.Length == HeadBytesMax || await stream.ReadAsync(one, cancel) == 0)
            {
                throw new IOException("it answered with no head of HTTP");
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static int StatusOf(string head) =>
        head.Split(' ') is ["HTTP/1.1" or "HTTP/1.0", var code, ..] && int.TryParse(code, out var status) ? status
            : throw new IOException("it answered with no head of HTTP");
}
