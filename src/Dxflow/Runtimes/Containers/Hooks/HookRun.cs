using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers.Hooks;

/// <summary>
/// Brings a hook that was made in the container engine to its end. What was made can be started once: where the start is refused (a
/// conflict with Docker, an error 500 with Podman) because an engine that is gone did it before, the end is asked for.
/// </summary>
internal sealed class HookRun(ExecCalls execs, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Its streams tell its end, and where they do not, looking does.</summary>
    private static readonly TimeSpan LookAside = TimeSpan.FromSeconds(5);

    /// <param name="task">The container; nothing is waited for any more once it has ended. What the hook writes goes into its log.</param>
    /// <param name="mark">Whose lines they are.</param>
    /// <param name="exec">What was made there.</param>
    /// <param name="isNew">It was made by us a moment ago, so nobody can have started it.</param>
    /// <param name="cancel">Gives up waiting; the hook goes on.</param>
    /// <exception cref="Fault">The container engine refuses to start it, or is out of reach.</exception>
    public async Task<HookEnd> EndAsync(LiveContainer task, string mark, string exec, bool isNew, CancellationToken cancel)
    {
        var lines = new LastLines();
        var before = default(Fault);
        try
        {
            await using var connection = await execs.StartAsync(exec, terminal: false, cancel);
            var written = new HookLines(mark, task.Log.TryAddLine, time);
            var reading = ReadAsync(new FrameReader(connection.Reader, isTerminal: false), lines, written, cancel);
            await ReadOrEndedAsync(reading, task, exec, cancel);
            if (reading.IsCompleted)
            {
                await reading;
            }
        }
        catch (Fault refused) when (!isNew && EngineRefusal.StatusOf(refused) is not null && !EngineRefusal.IsOfTheEngine(refused))
        {
            before = refused;
        }

        while (!task.Ended.IsCompleted)
        {
            if (await execs.FindAsync(exec, cancel) is not { } state)
            {
                break;
            }

            if (!state.Running && state.ExitCode is { } code)
            {
                return new HookEnd(code, lines.ToString());
            }

            if (!state.Running && before is not null)
            {
                // It was never started, and is refused for another reason.
                throw before;
            }

            await Task.Delay(LookAgain, time, cancel);
        }

        return new HookEnd(null);
    }

    private async Task ReadOrEndedAsync(Task reading, LiveContainer task, string exec, CancellationToken cancel)
    {
        // What it has left in the background may write on: after its end that is listened to once more.
        for (var isOver = false; ; isOver = await execs.FindAsync(exec, cancel) is not { Running: true })
        {
            await Task.WhenAny(reading, task.Ended, Task.Delay(LookAside, time, cancel));
            if (isOver || reading.IsCompleted || task.Ended.IsCompleted)
            {
                return;
            }
        }
    }

    private static async Task ReadAsync(FrameReader frames, LastLines lines, HookLines written, CancellationToken cancel)
    {
        try
        {
            while (await frames.NextAsync(cancel) is { } piece)
            {
                lines.Add(piece.Bytes.Span);
                await written.AddAsync(piece, cancel);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The container engine has gone, or we have seen enough.
        }

        await written.EndAsync(cancel);
    }
}
