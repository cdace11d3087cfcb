using System.Buffers.Binary;
using System.Net.Sockets;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Holding;

/// <summary>One connection of an engine: greeting, question, answer; a view goes on until either side closes it.</summary>
internal sealed class HolderTalk(Holder holder, Socket socket, TimeProvider time)
{
    private const int PositionBytes = 9;

    /// <summary>How often a window of another size is painted, at most.</summary>
    private static readonly TimeSpan PaintPause = TimeSpan.FromMilliseconds(50);

    private readonly FrameStream _frames = new(socket);

    /// <summary>Never fails: whatever goes wrong is the end of this connection alone.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await Task.Yield();
        using (_frames)
        {
            try
            {
                await _frames.WriteAsync(FrameKind.Greeting, holder.Greeting, HeldJson.Default.HolderGreeting, over);
                if (await _frames.ReadAsync(over) is { } frame)
                {
                    await AnswerAsync(frame.Record(FrameKind.Ask, HeldJson.Default.HolderAsk), over);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The engine has gone, or sent what is no question; its next connection is as good as the first.
            }
        }
    }

    private async Task AnswerAsync(HolderAsk ask, CancellationToken over)
    {
        try
        {
            if (ask is { Verb: HolderVerb.View, View: { } terms })
            {
                await ViewAsync(Known(ask), terms, over);
                return;
            }

            await ReplyAsync(await ReplyToAsync(ask, over), over);
        }
        catch (Fault fault)
        {
            await ReplyAsync(new HolderReply(Fault: fault.Info), over);
        }
    }

    private async Task<HolderReply> ReplyToAsync(HolderAsk ask, CancellationToken over)
    {
        switch (ask.Verb)
        {
            case HolderVerb.List:
                return new HolderReply(holder.States);
            case HolderVerb.Start when ask.Start is { } start:
                return new HolderReply([await holder.StartAsync(start, over)]);
            case HolderVerb.Show:
                return new HolderReply([Known(ask).State], Lines: Known(ask).Display.Lines());
            case HolderVerb.Type when ask.Bytes is { } bytes:
                await Known(ask).TypeAsync(bytes, over);
                return new HolderReply([Known(ask).State]);
            case HolderVerb.Kill:
                await Known(ask).KillAsync(HeldShell.Killed);
                return new HolderReply([Known(ask).State]);
            case HolderVerb.Record when ask.Record is { } terms:
                Known(ask).Record(terms);
                return new HolderReply([Known(ask).State]);
            case HolderVerb.Record:
                await Known(ask).StopRecordingAsync();
                return new HolderReply([Known(ask).State]);
            case HolderVerb.Remove:
                return await holder.RemoveAsync(ask.Shell ?? "") ? new HolderReply() : throw Gone();
            default:
                throw Fault.Invalid("the question is incomplete");
        }
    }

    private HeldShell Known(HolderAsk ask) => holder.Find(ask.Shell) ?? throw Gone();

    private static Fault Gone() => Fault.Missing("there is no such shell any more");

    private ValueTask ReplyAsync(HolderReply reply, CancellationToken over) =>
        _frames.WriteAsync(FrameKind.Reply, reply, HeldJson.Default.HolderReply, over);

    private async Task ViewAsync(HeldShell shell, ViewerTerms terms, CancellationToken over)
    {
        var viewer = shell.Display.Join(terms)
            ?? throw new Fault(FaultKind.Exhausted, $"{ShellDisplay.ViewersMax} look on already", "wait until somebody has left");
        using var left = CancellationTokenSource.CreateLinkedTokenSource(over);
        try
        {
            await ReplyAsync(new HolderReply([shell.State]), over);
            var listening = ListenAsync(shell, viewer, left);
            await ShowAsync(shell, viewer, left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await left.CancelAsync();
            await listening;
        }
        finally
        {
            shell.Display.Leave(viewer);
        }
    }

    private async Task ShowAsync(HeldShell shell, Viewer viewer, CancellationToken left)
    {
        while (true)
        {
            await viewer.News.WaitAsync(left);
            while (shell.Display.Next(viewer) is { } piece)
            {
                if (piece.Notice is { } notice)
                {
                    await _frames.WriteAsync(FrameKind.Notice, notice, HeldJson.Default.ShellNotice, left);
                    if (notice.End is not null)
                    {
                        return;
                    }

                    continue;
                }

                await _frames.WriteAsync(FrameKind.Output, Content(piece), left);
                if (!shell.Display.IsInStep(viewer))
                {
                    await Task.Delay(PaintPause, time, left);
                }
            }
        }
    }

    private static byte[] Content(ViewerPiece piece)
    {
        var content = new byte[PositionBytes + piece.Bytes!.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, piece.Position);
        content[PositionBytes - 1] = piece.Paints ? (byte)1 : (byte)0;
        piece.Bytes.CopyTo(content, PositionBytes);
        return content;
    }

    private async Task ListenAsync(HeldShell shell, Viewer viewer, CancellationTokenSource left)
    {
        try
        {
            while (await _frames.ReadAsync(left.Token) is { } frame)
            {
                if (frame.Kind == FrameKind.Window && frame.Bytes.Length == 4)
                {
                    var size = frame.Bytes.Span;
                    shell.Display.SetWindow(viewer, new TerminalSize(
                        BinaryPrimitives.ReadUInt16LittleEndian(size), BinaryPrimitives.ReadUInt16LittleEndian(size[2..])));
                }
                else if (frame.Kind == FrameKind.Typed && viewer.Types)
                {
                    await shell.TypeAsync(frame.Bytes.ToArray(), left.Token);
                }
                else
                {
                    // Whoever only watches, or sends what nobody knows, is none that this talks to.
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The engine has gone.
        }

        await left.CancelAsync();
    }
}
