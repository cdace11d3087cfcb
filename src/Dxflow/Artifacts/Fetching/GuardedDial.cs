using System.Net;
using System.Net.Sockets;
using Dxflow.Foundation.Sockets;

namespace Dxflow.Artifacts.Fetching;

/// <summary>
/// Connects for a fetch. A document may be anybody's, and the engine stands inside of a network: unless the engine's settings allow the
/// host, it has to resolve to public addresses alone, none of them this machine's. What was looked at is what is connected to, so that a
/// name which resolves to something else the next time gains nothing by it.
/// </summary>
internal sealed class GuardedDial(FetchRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public GuardedDial(FetchRules rules)
        : this(rules, Dns.GetHostAddressesAsync)
    {
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await AddressesAsync(host, port, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Where a host may be connected to. Which addresses a refused one has is not said: that is its network's business.</summary>
    public async Task<IPAddress[]> AddressesAsync(string host, int port, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancel);
        if (addresses.Length == 0)
        {
            throw new IOException($"{host} has no address");
        }

        if (!rules.IsAllowed(host.Trim('[', ']'), port) && !Array.TrueForAll(addresses, IsElsewhere))
        {
            throw new IOException(
                $"{host} is not on the public Internet; whoever runs the engine can allow it: config set allow-hosts {host}:{port}");
        }

        return addresses;
    }

    private static bool IsElsewhere(IPAddress address) => PublicAddress.Is(address) && !OwnAddresses.All().Contains(address);
}
