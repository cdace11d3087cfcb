using System.Net;
using System.Net.Sockets;

namespace Dxflow.Foundation.Sockets;

/// <summary>
/// Whether an address is one of the public Internet, as IANA's registries of special addresses have it. Where an address holds another
/// one (mapped, translated, tunnelled), both have to be.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Of IPv6, nothing else was given to anybody yet; and a translator's, which hold an address of IPv4 in the end.</summary>
    private static readonly IPNetwork Given = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address))
        {
            return Is(new IPAddress(address.GetAddressBytes()[12..]));
        }

        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && (address.AddressFamily == AddressFamily.InterNetwork || (Given.Contains(address) && address.ScopeId == 0))
            && !Array.Exists(Special, network => network.Contains(address));
    }
}
