using System.Net.Sockets;
using Dxflow.Foundation.Sockets;
using Dxflow.Operations;
using Dxflow.Shells.Holding;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Keeping;

/// <summary>A connection to a holder that has said who it is. One question each; disposing ends a view.</summary>
internal sealed class HolderLink : IDisposable
{
    private readonly FrameStream _frames;

    private HolderLink(FrameStream frames, HolderGreeting greeting) => (_frames, Greeting) = (frames, greeting);

    public HolderGreeting Greeting { get; }

    /// <summary>
    /// Null: nobody listens there any more, or somebody who has gone meanwhile. What is left of a socket without a holder is taken away,
    /// and of no other: one that is busy keeps its shells.
    /// </summary>
    public static async Task<HolderLink?> OpenAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            var frames = new FrameStream(socket);
            if (!SocketPeer.IsOwnerOrRoot(socket) || await frames.ReadAsync(cancel) is not { } frame)
            {
                socket.Dispose();
                return null;
            }

            return new HolderLink(frames, frame.Record(FrameKind.Greeting, HeldJson.Default.HolderGreeting));
        }
        catch (Exception gone) when (gone is IOException || gone is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
        {
            socket.Dispose();
            return null;
        }
        catch (SocketException gone) when (gone.SocketErrorCode == SocketError.ConnectionRefused)
        {
            socket.Dispose();
            File.Delete(path);
            return null;
        }
        catch (SocketException busy)
        {
            socket.Dispose();
            throw new Fault(FaultKind.Unavailable, $"the holder of shells at {path} cannot be asked: {busy.Message}", "try again", busy);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A refusal of the holder's is thrown as its fault, its end as one that says so.</summary>
    public async Task<HolderReply> AskAsync(HolderAsk ask, CancellationToken cancel)
    {
        if (Greeting.Protocol > Holder.Protocol)
        {
            throw Fault.Unavailable(
                $"the shell is held by a newer program ({Greeting.Program}), which this engine does not understand",
                "boot the newer program again");
        }

        if (Greeting.Protocol < ask.Since())
        {
            throw Fault.Unavailable(
                $"the shell is held by an older program ({Greeting.Program}), which cannot do that",
                "a shell that is created from now on is held by this one, once those that the older one holds are removed");
        }

        try
        {
            await _frames.WriteAsync(FrameKind.Ask, ask.Before(Greeting.Protocol), HeldJson.Default.HolderAsk, cancel);
            var frame = await _frames.ReadAsync(cancel) ?? throw new IOException("it went away");
            var reply = frame.Record(FrameKind.Reply, HeldJson.Default.HolderReply);
            return reply.Fault is { } refused ? throw new Fault(refused) : reply;
        }
        catch (IOException gone)
        {
            throw new Fault(FaultKind.Unavailable, $"the holder {Greeting.Pid} of the shell does not answer: {gone.Message}", null, gone);
        }
    }

    public Task<Frame?> ReadAsync(CancellationToken cancel) => _frames.ReadAsync(cancel);

    public ValueTask WriteAsync(FrameKind kind, ReadOnlyMemory<byte> content, CancellationToken cancel) =>
        _frames.WriteAsync(kind, content, cancel);

    public void Dispose() => _frames.Dispose();
}
