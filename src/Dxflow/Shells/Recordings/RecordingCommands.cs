using System.IO.Pipelines;
using System.Text;
using Dxflow.Operations;
using Dxflow.Shells.Screens;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Shells.Recordings;

/// <summary>Recordings on a terminal.</summary>
internal static class RecordingCommands
{
    private const double SpeedMax = 1_000;
    private const int ChunkBytes = 1_024;
    private const byte Interrupt = 3;

    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<PlayRecording>(
            "shell.recording.play", "Play a recording; q ends it, blank holds it.", ShellJson.Default, PlayAsync,
            "dxflow shell recording play build.1 --speed 4 --idle 1s"),
    ];

    private static async Task<int> PlayAsync(PlayRecording request, ClientContext context)
    {
        if (request.Speed is not (> 0 and <= SpeedMax))
        {
            throw Fault.Invalid($"a recording cannot be played {request.Speed} times as fast", $"give a speed above 0, up to {SpeedMax}");
        }

        // Asked first, so that what is not there is said on a terminal that is as it was.
        await context.CallAsync<ShowRecording, RecordingInfo>("shell.recording.show", new ShowRecording(request.Name));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Interrupts.Ended);
        using var watch = context.WatchOutput();
        var pace = new PlayPace(request.Speed, request.Idle ?? TimeSpan.Zero, context.Time);
        var onTerminal = context.Terminal.Facts is { InputIsTerminal: true, OutputIsTerminal: true };
        using var raw = onTerminal ? new RawTerminal(context.Interrupts) : null;
        var keys = onTerminal ? TakeKeysAsync(pace, context, over) : Task.CompletedTask;
        try
        {
            await PlayAsync(request.Name, pace, context, over.Token);
        }
        catch (OperationCanceledException) when (!context.Interrupts.Ended.IsCancellationRequested)
        {
            // Somebody has seen enough.
        }
        finally
        {
            await over.CancelAsync();
            await keys.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await context.Terminal.Output.WriteAsync(onTerminal ? Encoding.UTF8.GetBytes(ScreenPainter.Leave) : []);
        }

        return 0;
    }

    private static async Task PlayAsync(string name, PlayPace pace, ClientContext context, CancellationToken cancel)
    {
        var pipe = new Pipe();
        var fetching = FetchAsync(name, pipe.Writer, context, cancel);
        var reading = new CastReading(pipe.Reader, name);
        try
        {
            var safe = new SafeReplay(await reading.HeaderAsync(cancel));
            await foreach (var happened in reading.EventsAsync(cancel))
            {
                await pace.WaitForAsync(happened.Seconds, cancel);
                await context.Terminal.Output.WriteAsync(safe.Of(happened), cancel);
            }
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await fetching;
    }

    private static async Task FetchAsync(string name, PipeWriter to, ClientContext context, CancellationToken cancel)
    {
        await Task.Yield();
        var failure = default(Exception);
        try
        {
            await context.DownloadAsync("shell.recording.export", new ExportRecording(name), to.AsStream(leaveOpen: true), cancel);
        }
        catch (Exception broken)
        {
            failure = broken;
            throw;
        }
        finally
        {
            await to.CompleteAsync(failure);
        }
    }

    private static async Task TakeKeysAsync(PlayPace pace, ClientContext context, CancellationTokenSource over)
    {
        var chunk = new byte[ChunkBytes];
        while (true)
        {
            var read = await context.Terminal.Input.ReadAsync(chunk, over.Token);
            if (read == 0 || chunk.AsSpan(0, read).ContainsAny((byte)'q', Interrupt))
            {
                await over.CancelAsync();
                return;
            }

            if (chunk.AsSpan(0, read).Contains((byte)' '))
            {
                pace.Hold();
            }
        }
    }
}
