using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Watches the health of one attempt of a service: runs its test beside it, again and again, until the attempt is over, and reports
/// each change of the verdict.
/// </summary>
internal sealed class HealthProber(IRuntime runtime, TaskRef task, HealthPlan plan, TimeProvider time)
{
    private const int SaidBytesMax = 4096;

    public async Task WatchAsync(Action<RunInput> post, CancellationToken over)
    {
        var meter = new HealthMeter(plan);
        var since = time.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(meter.PauseAfter(time.GetElapsedTime(since)), time, over);
            var (isOk, said) = await ProbeAsync(over);
            if (meter.Observe(isOk, time.GetElapsedTime(since)) is { } verdict)
            {
                post(new HealthReported(task.Id, verdict, verdict ? null : said));
            }
        }
    }

    private async Task<(bool IsOk, string? Said)> ProbeAsync(CancellationToken over)
    {
        using var late = new CancellationTokenSource(plan.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, over);
        try
        {
            await using var session = await runtime.ExecAsync(task, new ExecSpec(plan.Test), ended.Token);
            session.Input.Close();
            var output = ReadAsync(session.Output, ended.Token);
            var error = ReadAsync(session.Error, ended.Token);
            var exit = await session.Exited.WaitAsync(ended.Token);
            return (exit == 0, Said($"exit code {exit}", await error + await output));
        }
        catch (OperationCanceledException) when (!over.IsCancellationRequested)
        {
            return (false, $"the check did not end within {plan.Timeout.TotalSeconds:0.#} s");
        }
        catch (Fault notNow)
        {
            return (false, notNow.Info.Detail);
        }
    }

    private static string Said(string end, string text) => text.Length == 0 ? end : $"{end}: {text.Trim()}";

    private static async Task<string> ReadAsync(Stream from, CancellationToken cancel)
    {
        var kept = new MemoryStream();
        var chunk = new byte[SaidBytesMax];
        int read;
        while ((read = await from.ReadAsync(chunk, cancel)) > 0)
        {
            kept.Write(chunk, 0, (int)Math.Min(read, SaidBytesMax - kept.Length));
        }

        return System.Text.Encoding.UTF8.GetString(kept.ToArray());
    }
}
