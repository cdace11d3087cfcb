using System.Threading.Channels;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Door;

/// <summary>
/// A connection to a worker that has said who it is. What is sent goes in order; closing, or any failure, ends both directions, and then
/// whatever was under way may or may not have arrived.
/// </summary>
internal sealed class PilotLink(FramedStream frames, WorkerHello hello, CancellationToken over)
{
    private readonly CancellationTokenSource closed = CancellationTokenSource.CreateLinkedTokenSource(over);

    /// <summary>Unbounded, but an entry for each attempt given to the worker and each stop of one; the pilot's size bounds those.</summary>
    private readonly Channel<EngineSaid> outgoing = Channel.CreateUnbounded<EngineSaid>();

    public WorkerHello Hello => hello;

    /// <summary>It has told what it runs already, so what is free on it is known.</summary>
    public bool IsReady { get; set; }

    public void Send(EngineSaid said) => outgoing.Writer.TryWrite(said);

    public void Close()
    {
        try
        {
            closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    /// <summary>Until the connection ends; each thing that the worker says is handed on in order.</summary>
    public async Task RunAsync(Action<WorkerSaid> heard, TimeProvider time)
    {
        var sending = SendAllAsync(time);
        try
        {
            while (true)
            {
                heard(await frames.ReadAsync(PilotJson.Default.WorkerSaid, closed.Token));
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The worker comes again, or its job is over: who watches it finds out.
        }

        await closed.CancelAsync();
        await sending;
        closed.Dispose();
    }

    private async Task SendAllAsync(TimeProvider time)
    {
        try
        {
            var more = outgoing.Reader.WaitToReadAsync(closed.Token).AsTask();
            while (true)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(closed.Token);
                await Task.WhenAny(more, Task.Delay(FramedStream.Beat, time, beat.Token));
                await beat.CancelAsync();
                if (!more.IsCompleted)
                {
                    await frames.WriteAsync(new EngineSaid(), PilotJson.Default.EngineSaid, closed.Token);
                    continue;
                }

                await more;
                while (outgoing.Reader.TryRead(out var said))
                {
                    await frames.WriteAsync(said, PilotJson.Default.EngineSaid, closed.Token);
                }

                more = outgoing.Reader.WaitToReadAsync(closed.Token).AsTask();
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            await closed.CancelAsync();
        }
    }
}
