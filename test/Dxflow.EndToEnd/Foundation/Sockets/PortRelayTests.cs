using System.Net;
using System.Net.Sockets;
using System.Text;
using Dxflow.Foundation.Sockets;
using Xunit;

namespace Dxflow.EndToEnd.Foundation.Sockets;

public sealed class PortRelayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_comes_goes_on_both_ways_and_the_end_of_one_way_does_not_end_the_other()
    {
        using var program = Program(IPAddress.Loopback);
        await using var relay = PortRelay.Listen(IPAddress.Loopback, 0, Port(program), TimeProvider.System);
        using var client = await Connect(relay);
        using var served = await program.AcceptAsync().WaitAsync(Patience);

        await client.SendAsync("asked"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("asked", await All(served));
        await served.SendAsync("told, and much: "u8.ToArray());
        await served.SendAsync(new byte[300_000]);
        served.Shutdown(SocketShutdown.Both);

        Assert.Equal(300_016, (await All(client)).Length);
    }

    [Fact]
    public async Task A_program_that_listens_on_the_newer_loopback_alone_is_found_and_one_that_is_not_there_ends_the_connection()
    {
        using var program = Program(IPAddress.IPv6Loopback);
        await using var relay = PortRelay.Listen(null, 0, Port(program), TimeProvider.System);
        using var client = await Connect(relay);
        using var served = await program.AcceptAsync().WaitAsync(Patience);
        program.Dispose();

        using var late = await Connect(relay);
        Assert.Equal("", await All(late));
    }

    [Fact]
    public async Task Its_end_frees_the_address_at_once_and_ends_what_was_joined()
    {
        using var program = Program(IPAddress.Loopback);
        var relay = PortRelay.Listen(IPAddress.Loopback, 0, Port(program), TimeProvider.System);
        var port = relay.Address.Port;
        Assert.Throws<SocketException>(() => PortRelay.Listen(IPAddress.Loopback, port, 1, TimeProvider.System));
        using var client = await Connect(relay);
        using var served = await program.AcceptAsync().WaitAsync(Patience);

        var over = relay.DisposeAsync();
        await using (PortRelay.Listen(IPAddress.Loopback, port, 1, TimeProvider.System))
        {
            await over;
            Assert.Equal("", await All(client));
        }
    }

    [Fact]
    public async Task So_many_at_a_time_are_the_most_and_the_next_one_is_let_in_when_one_has_gone()
    {
        using var program = Program(IPAddress.Loopback, PortRelay.ConnectionsMax);
        await using var relay = PortRelay.Listen(IPAddress.Loopback, 0, Port(program), TimeProvider.System);
        var clients = new List<Socket>();
        var served = new List<Socket>();
        for (var i = 0; i < PortRelay.ConnectionsMax; i++)
        {
            clients.Add(await Connect(relay));
            served.Add(await program.AcceptAsync().WaitAsync(Patience));
        }

        using var beyond = await Connect(relay);
        Assert.Equal("", await All(beyond));

        clients[0].Dispose();
        served[0].Dispose();
        using var late = new CancellationTokenSource(Patience);
        while (relay.Open == PortRelay.ConnectionsMax)
        {
            await Task.Delay(10, late.Token);
        }

        using var next = await Connect(relay);
        using var joined = await program.AcceptAsync().WaitAsync(Patience);
        clients.Skip(1).Concat(served.Skip(1)).ToList().ForEach(static socket => socket.Dispose());
    }

    private static Socket Program(IPAddress address, int waiting = 10)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen(waiting);
        return socket;
    }

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static async Task<Socket> Connect(PortRelay relay)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, relay.Address.Port).WaitAsync(Patience);
        return socket;
    }

    /// <summary>What comes until the end; a connection that was broken off has come to its end, too.</summary>
    private static async Task<string> All(Socket socket)
    {
        var (all, buffer) = (new MemoryStream(), new byte[1 << 16]);
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer).WaitAsync(Patience)) > 0)
            {
                all.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // Broken off.
        }

        return Encoding.ASCII.GetString(all.ToArray());
    }
}
