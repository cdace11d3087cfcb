using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Dxflow.Engine.Settings;
using Dxflow.Foundation.Sockets;
using Dxflow.Operations;

namespace Dxflow.Engine.Tls;

/// <summary>One address to listen on. <see cref="Asked"/>: somebody chose it, so an engine that cannot have it does not start.</summary>
internal sealed record Listener(IPEndPoint Address, bool Tls, bool Asked)
{
    public bool IsLocal => IPAddress.IsLoopback(Address.Address);
}

/// <summary>Where an engine listens besides its Unix socket: options first, then settings, then 127.0.0.1:3935.</summary>
internal static class Listening
{
    public const int HttpPort = 3935;
    public const int HttpsPort = 3936;

    /// <summary>Throws every problem at once: addresses that are none, clear text beyond this machine.</summary>
    public static IReadOnlyList<Listener> Plan(ListenWish wish, NetworkSettings settings)
    {
        var problems = new List<Problem>();
        var listeners = new List<Listener>();
        if (wish is { NoHttp: true, Http: not null })
        {
            problems.Add(new Problem("--http and --no-http contradict each other.", "Give one of them."));
        }

        Add(wish.NoHttp ? "" : wish.Http ?? settings.HttpAddress, HttpPort, tls: false, wish.Http is not null || settings.HttpAsked);
        Add(wish.Https ?? settings.HttpsAddress, HttpsPort, tls: true, asked: true);
        if (settings.CertificateFile.Length == 0 != (settings.KeyFile.Length == 0))
        {
            problems.Add(new Problem("https-cert and https-key belong together.", "Set both, or neither."));
        }

        if (listeners.FirstOrDefault(listener => listener is { Tls: false, IsLocal: false }) is { } open && !wish.Insecure)
        {
            problems.Add(new Problem(
                $"{open.Address} is not this machine alone, and clear text shows tokens and data to everybody on the way.",
                "Use --https, or add --insecure if something else protects the way."));
        }

        return problems.Count == 0
            ? listeners
            : throw new Fault(new FaultInfo(FaultKind.Invalid, "the engine cannot listen like that", Problems: problems));

        void Add(string text, int port, bool tls, bool asked)
        {
            if (text.Length == 0)
            {
                return;
            }

            if (ListenAddress.TryParse(text, port, out var address))
            {
                listeners.Add(new Listener(address, tls, asked));
            }
            else
            {
                problems.Add(new Problem($"'{text}' is no address to listen on.", ListenAddress.Fix));
            }
        }
    }

    /// <summary>Why the address cannot be had now, and who has it; null: it can.</summary>
    public static string? Obstacle(IPEndPoint address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            return null;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return PortHolder.Find(address.Port) is { } holder ? $"{address} is taken by {holder}" : $"{address} is taken";
        }
        catch (SocketException failed)
        {
            return $"{address} cannot be had: {failed.Message}";
        }
    }

    /// <summary>Before anything is begun; whoever takes an address later is met when it is taken.</summary>
    public static void CheckAsked(IEnumerable<Listener> listeners)
    {
        foreach (var listener in listeners.Where(static listener => listener.Asked))
        {
            if (Obstacle(listener.Address) is { } obstacle)
            {
                throw Refused(obstacle);
            }
        }
    }

    /// <summary>An address that somebody chose and cannot be had: the engine does not start.</summary>
    public static Fault Refused(string obstacle, Exception? failure = null) => new(
        FaultKind.Conflict, obstacle, "choose another with --http or --https, or do without: --no-http", failure ?? new SocketException());

    /// <summary>The names in the certificate, and those that a browser may ask for.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<Listener> listeners, NetworkSettings settings) =>
    [
        .. ((string[])["localhost", Environment.MachineName.ToLowerInvariant(), "127.0.0.1", "::1"])
            .Concat(listeners.Where(static listener => !IsAny(listener)).Select(static listener => listener.Address.Address.ToString()))
            .Concat(settings.Names)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static bool IsAny(Listener listener) =>
        listener.Address.Address.Equals(IPAddress.Any) || listener.Address.Address.Equals(IPAddress.IPv6Any);
}
