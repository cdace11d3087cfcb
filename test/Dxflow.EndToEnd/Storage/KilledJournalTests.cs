using System.Diagnostics;
using System.Globalization;
using Dxflow.Storage.Journals;
using Xunit;

namespace Dxflow.EndToEnd.Storage;

public sealed class KilledJournalTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Acknowledged_facts_survive_kill_9_at_random_points()
    {
        var directory = Directory.CreateTempSubdirectory("dxflow-kill-").FullName;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var acknowledged = JournalChild.Names.ToDictionary(name => name, _ => 0L);
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                foreach (var line in await LinesUntilKilledAsync(directory, afterLines: random.Next(60)))
                {
                    var parts = line.Split(' ');
                    acknowledged[parts[0]] = Math.Max(acknowledged[parts[0]], long.Parse(parts[1], CultureInfo.InvariantCulture));
                }

                foreach (var (name, sequence) in acknowledged)
                {
                    AssertAllThere(Path.Combine(directory, name), sequence, $"seed {seed}, kill {kill}");
                }
            }

            Assert.All(acknowledged.Values, sequence => Assert.InRange(sequence, Kills, long.MaxValue));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void AssertAllThere(string path, long acknowledged, string where)
    {
        if (!File.Exists(path))
        {
            Assert.Equal(0, acknowledged);
            return;
        }

        var opening = JournalChild.Open(path);
        opening.File?.Dispose();
        Assert.True(opening.Condition != JournalCondition.Damaged, $"{where}: {opening.Message}");
        Assert.True(opening.LastSequence >= acknowledged, $"{where}: {path} ends at {opening.LastSequence} before {acknowledged}");
    }

    /// <summary>Starts the child, kills it after some lines, and returns all whole lines that it had written by then.</summary>
    private static async Task<List<string>> LinesUntilKilledAsync(string directory, int afterLines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[JournalChild.DirectoryVariable] = directory;
        using var child = Process.Start(start)!;
        var lines = new List<string>();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (lines.Count < afterLines && await child.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                lines.Add(line);
            }
        }
        finally
        {
            child.Kill();
        }

        // The last line may have been cut by the kill.
        var rest = await child.StandardOutput.ReadToEndAsync();
        lines.AddRange(rest.Split('\n')[..^1]);
        await child.WaitForExitAsync();
        Assert.Equal(137, child.ExitCode);
        return lines;
    }
}
