using System.Globalization;
using System.Text;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>
/// One request as it goes over the wire. <see cref="Follows"/>: a body follows, by <see cref="WireExchange.SendAsync"/>, when the server
/// has let it in (100): a body that cannot be sent twice is not sent to be refused. It is <see cref="Length"/> bytes, or comes in chunks.
/// </summary>
internal sealed record HttpCall(
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body = default,
    bool Chunked = false,
    long? Length = null)
{
    public bool Follows => Chunked || Length is not null;

    /// <summary>All that stands before the body.</summary>
    public byte[] Head(string host)
    {
        var head = new StringBuilder()
            .Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\nHost: ").Append(host).Append("\r\nConnection: close\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Chunked)
        {
            head.Append("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n");
        }
        else if (Length is { } length)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\nExpect: 100-continue\r\n");
        }
        else if (Body.Length > 0 || Method is not ("GET" or "DELETE"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
