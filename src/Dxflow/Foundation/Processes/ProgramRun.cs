using Dxflow.Foundation.Processes.Spawning;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// How a program ended, and what it wrote to both its streams. No code: it was ended because it took too long, or would only have waited.
/// </summary>
internal sealed record ProgramEnd(int? Code, string Output)
{
    public bool IsWell => Code == 0;
}

/// <summary>A program of the system or of ours, run to its end for its answer; for what is short and rare.</summary>
internal sealed class ProgramRun(TimeProvider time, TimeSpan atMost, int outputBytesMax = ProgramRun.OutputBytesMax)
{
    public const int OutputBytesMax = 64 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A name without a slash is looked for in PATH; null if it is nowhere.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    /// <summary>This process's own variables, as a child wants them.</summary>
    public static List<string> Variables()
    {
        var variables = new List<string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.Add($"{variable.Key}={variable.Value}");
        }

        return variables;
    }

    /// <param name="program">A path.</param>
    /// <param name="arguments">Without the program's own name.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="variables">All it gets; null: this process's own.</param>
    /// <param name="until">It is ended once it has written this.</param>
    /// <exception cref="ProcessException">It cannot be started.</exception>
    public async Task<ProgramEnd> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken cancel,
        IReadOnlyList<string>? variables = null,
        string? until = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            int pid;
            using (var output = File.OpenHandle(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                pid = Spawner.Spawn(new SpawnSpec(
                    program, [program, .. arguments], variables ?? Variables(), "/", null, output, output));
            }

            return new ProgramEnd(await EndAsync(pid, file, until, cancel), await ReadAsync(file, cancel));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<int?> EndAsync(int pid, string file, string? until, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        var lookedAt = since;
        while (true)
        {
            if (ChildProcess.Reap(pid) is { } end)
            {
                return end.Code;
            }

            var isEnough = false;
            if (until is not null && time.GetElapsedTime(lookedAt) > LookEvery)
            {
                lookedAt = time.GetTimestamp();
                isEnough = (await ReadAsync(file, cancel)).Contains(until, StringComparison.Ordinal);
            }

            if (isEnough || time.GetElapsedTime(since) > atMost || cancel.IsCancellationRequested)
            {
                ChildProcess.KillAndReap(pid);
                cancel.ThrowIfCancellationRequested();
                return null;
            }

            await Task.Delay(Pause, time, CancellationToken.None);
        }
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancel)
    {
        using var reader = new StreamReader(file);
        var text = new char[Math.Min(outputBytesMax, reader.BaseStream.Length)];
        return new string(text, 0, await reader.ReadBlockAsync(text, cancel)).Trim();
    }
}
