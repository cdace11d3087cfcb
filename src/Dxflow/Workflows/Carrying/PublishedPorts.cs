using System.Net;
using System.Net.Sockets;
using Dxflow.Foundation.Sockets;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Ports of processes that are published as another than the program listens on: the engine listens on those, as long as the attempt
/// lasts, and hands on. While no engine runs nobody does; the next one takes them up again. Any number of callers.
/// </summary>
internal sealed class PublishedPorts(TimeProvider time) : IAsyncDisposable
{
    private const string Tcp = "tcp";

    private readonly Dictionary<AttemptId, IReadOnlyList<PortRelay>> _open = [];
    private readonly Lock _gate = new();
    private bool _over;

    /// <summary>What is to be listened on for a node; those of a container are its engine's to see to.</summary>
    public static IEnumerable<PortPlan> Of(NodePlan node) => node.Container is not null || node.Kind == NodeKind.Step ? []
        : (node.Ports ?? []).Where(static port => port.Protocol == Tcp && port.Published is { } published && published != port.Target);

    /// <summary>Listens for an attempt; null, or why it cannot be done, and then nothing is listened on.</summary>
    public string? Open(AttemptId id, NodePlan node)
    {
        lock (_gate)
        {
            if (_open.ContainsKey(id))
            {
                return null;
            }
        }

        var opened = new List<PortRelay>();
        foreach (var port in Of(node))
        {
            try
            {
                opened.Add(PortRelay.Listen(
                    port.HostAddress is { } host ? IPAddress.Parse(host) : null, port.Published!.Value, port.Target, time));
            }
            catch (Exception refused) when (refused is SocketException or FormatException)
            {
                _ = CloseAsync(opened);
                var holder = refused is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                    ? PortHolder.Find(port.Published!.Value) : null;
                return $"port {port.Published} of `{node.Name}` cannot be published: {refused.Message}"
                    + (holder is null ? "" : $"; {holder} has it");
            }
        }

        lock (_gate)
        {
            if (opened.Count > 0 && !_over && _open.TryAdd(id, opened))
            {
                return null;
            }
        }

        _ = CloseAsync(opened);
        return null;
    }

    /// <summary>An attempt is over; may be repeated.</summary>
    public void Close(AttemptId id)
    {
        lock (_gate)
        {
            if (_open.Remove(id, out var relays))
            {
                _ = CloseAsync(relays);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<PortRelay> left;
        lock (_gate)
        {
            _over = true;
            left = [.. _open.Values.SelectMany(static relays => relays)];
            _open.Clear();
        }

        await CloseAsync(left);
    }

    private static Task CloseAsync(IEnumerable<PortRelay> relays) =>
        Task.WhenAll(relays.Select(static relay => relay.DisposeAsync().AsTask()));
}
