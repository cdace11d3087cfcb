using System.Diagnostics;
using System.Globalization;

namespace Dxflow.Bench;

/// <summary>
/// A container writes 100 MB of lines of 100 bytes and ends, while one and while a hundred follow its log: from the moment it begins to
/// until the last follower has ended. Ours are <c>dxflow workflow logs -f</c>, each with every byte; the peer's <c>docker logs -f</c>, of
/// which some lose bytes: that is said, and its figure is then of what it delivered. One daemon of its own for both.
/// <c>DXFLOW_BENCH_LOG_MB</c> is another size, <c>DXFLOW_BENCH_LOG_FOLLOWERS</c> other numbers of followers (<c>1,100</c>).
/// </summary>
internal static class LogsBench
{
    private const int LineBytes = 100;
    private const string LogSetting = "DXFLOW_CONFIG_LOG_BYTES_MAX";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void Run()
    {
        var megabytes = int.Parse(Environment.GetEnvironmentVariable("DXFLOW_BENCH_LOG_MB") ?? "100", CultureInfo.InvariantCulture);
        using var scratch = new Scratch();
        Environment.SetEnvironmentVariable(LogSetting, "1GiB");
        using var daemon = new DockerDaemon(scratch);
        var home = scratch.At("home");
        using var engine = Server.Engine(home);
        var rounds = (Environment.GetEnvironmentVariable("DXFLOW_BENCH_LOG_FOLLOWERS") ?? "1,100").Split(',');
        foreach (var followers in rounds.Select(static round => int.Parse(round, CultureInfo.InvariantCulture)))
        {
            var ours = Ours(scratch, home, megabytes, followers);
            var peer = Theirs(megabytes, followers);
            Figure.Print($"logs.{followers}", ours, peer, "s");
        }
    }

    private static string Script(int megabytes) =>
        "while [ ! -e /go ]; do /usr/bin/sleep 0.05; done; "
            + $"/usr/bin/yes {new string('x', LineBytes - 1)} | /usr/bin/head -n {megabytes * 10_000}";

    private static double Ours(Scratch scratch, string home, int megabytes, int followers)
    {
        var name = $"talk{followers}";
        var document = Path.Combine(scratch.Path, name + ".yaml");
        File.WriteAllText(
            document,
            $"name: {name}\nservices:\n  talk:\n    image: {DockerDaemon.Image}\n    network_mode: none\n"
            + $"    command: [\"/bin/sh\", \"-c\", \"{Script(megabytes)}\"]\n");
        Programs.Time(Programs.Product, ["run", "-d", "--runtime", "docker", document], home);
        return Follow(
            scratch, megabytes, followers, [Programs.Product, "workflow", "logs", name, "talk", "-f"], home,
            () => Programs.Time(Programs.Product, ["workflow", "exec", name, "talk", "--", "/usr/bin/touch", "/go"], home));
    }

    private static double Theirs(int megabytes, int followers)
    {
        using var scratch = new Scratch();
        var name = $"talk-{followers}";
        Programs.Time("docker", ["run", "-d", "--network", "none", "--name", name, DockerDaemon.Image, "/bin/sh", "-c", Script(megabytes)]);
        return Follow(
            scratch, megabytes, followers, ["docker", "logs", "-f", name], null,
            () => Programs.Time("docker", ["exec", name, "/usr/bin/touch", "/go"]));
    }

    /// <summary>Each follower's output is counted. What is missing is told, and of ours it ends the benchmark.</summary>
    private static double Follow(
        Scratch scratch, int megabytes, int followers, string[] command, string? home, Action begin)
    {
        var counts = Enumerable.Range(0, followers).Select(index => Path.Combine(scratch.Path, $"count{followers}-{index}")).ToList();
        string[] counted = ["-c", "to=$1; shift; \"$@\" | wc -c >\"$to\"", "sh"];
        var all = counts.Select(count => Programs.Start("/bin/sh", [.. counted, count, .. command], home)).ToList();

        // All are to follow before it begins; neither of the two says when it does.
        Thread.Sleep(TimeSpan.FromSeconds(2) + (TimeSpan.FromMilliseconds(150) * followers));
        var watch = Stopwatch.GetTimestamp();
        begin();
        foreach (var process in all)
        {
            if (!process.WaitForExit(Patience))
            {
                throw new InvalidOperationException($"{string.Join(' ', command)} did not end");
            }

            process.Dispose();
        }

        var taken = Stopwatch.GetElapsedTime(watch).TotalSeconds;
        var wanted = megabytes * 10_000L * LineBytes;
        var torn = counts.Select(static count => long.Parse(File.ReadAllText(count), CultureInfo.InvariantCulture))
            .Where(bytes => bytes != wanted).ToList();
        var lost = torn.Count == 0 ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; {torn.Count} of them without {(wanted * torn.Count) - torn.Sum()} bytes of {wanted * torn.Count}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {Path.GetFileName(command[0])}, {followers} followers: {taken:F2} s{lost}"));
        return home is null || torn.Count == 0
            ? taken
            : throw new InvalidOperationException($"{string.Join(' ', command)} lost bytes{lost}");
    }
}
