using System.Net;
using System.Net.NetworkInformation;

namespace Dxflow.Foundation.Sockets;

/// <summary>
/// The addresses of this machine. Containers make and remove interfaces all the time, and the framework stumbles over one that goes while
/// it looks (<see cref="ArgumentException"/>): it is asked again then.
/// </summary>
internal static class OwnAddresses
{
    private const int LooksMax = 50;

    /// <summary>Also those of interfaces that are down, which answer all the same.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public static IReadOnlyList<IPAddress> All() => Listed(() => Of(NetworkInterface.GetAllNetworkInterfaces()));

    /// <summary>Those by which others may find it.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public static IReadOnlyList<IPAddress> Up() => Listed(static () =>
        Of(NetworkInterface.GetAllNetworkInterfaces().Where(static each => each.OperationalStatus == OperationalStatus.Up)));

    public static IReadOnlyList<IPAddress> Listed(Func<IReadOnlyList<IPAddress>> look)
    {
        for (var looks = 1; ; looks++)
        {
            try
            {
                return look();
            }
            catch (Exception failure) when (failure is ArgumentException or NetworkInformationException or IOException)
            {
                if (looks == LooksMax)
                {
                    throw new IOException($"the addresses of this machine cannot be listed: {failure.Message}", failure);
                }
            }
        }
    }

    private static IReadOnlyList<IPAddress> Of(IEnumerable<NetworkInterface> interfaces) =>
        [.. interfaces.SelectMany(static each => each.GetIPProperties().UnicastAddresses).Select(static each => each.Address)];
}
