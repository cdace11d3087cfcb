using System.Diagnostics;
using System.Globalization;

namespace Dxflow.Bench;

/// <summary>
/// A container writes 100 MB of lines of 100 bytes and ends, while one and while a hundred follow its log: from the moment it begins to
/// until the last follower has ended, or a limit of time has. The figures are the bytes that all followers were given in that time, and
/// the processor time it took: ours that of the engine, of dockerd, which the engine follows, and of all <c>dxflow workflow logs -f</c>;
/// the peer's that of dockerd and of all <c>docker logs -f</c>. Followers that lose bytes are told; ours have to have every one. One daemon
/// of its own for both. <c>DXFLOW_BENCH_LOG_MB</c> is another size, <c>DXFLOW_BENCH_LOG_FOLLOWERS</c> other numbers of followers
/// (<c>1,100</c>), <c>DXFLOW_BENCH_LOG_SECONDS</c> another limit (300): a hundred followers of 100 MB are 10 GB.
/// </summary>
internal static class LogsBench
{
    private const int LineBytes = 100;
    private const double Megabyte = 1e6;
    private const string LogSetting = "DXFLOW_CONFIG_LOG_BYTES_MAX";

    /// <summary>What a follower needs to end after it was told to.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static void Run()
    {
        var megabytes = Number("DXFLOW_BENCH_LOG_MB", 100);
        using var scratch = new Scratch();
        Environment.SetEnvironmentVariable(LogSetting, "1GiB");
        using var daemon = new DockerDaemon(scratch);
        var home = scratch.At("home");
        using var engine = Server.Engine(home);
        var rounds = (Environment.GetEnvironmentVariable("DXFLOW_BENCH_LOG_FOLLOWERS") ?? "1,100").Split(',');
        foreach (var followers in rounds.Select(static round => int.Parse(round, CultureInfo.InvariantCulture)))
        {
            var (cpu, docker) = (engine.CpuSeconds, daemon.CpuSeconds);
            var ours = Ours(scratch, home, megabytes, followers);
            ours = ours.With("engine", engine.CpuSeconds - cpu).With("dockerd", daemon.CpuSeconds - docker);
            docker = daemon.CpuSeconds;
            var peer = Theirs(megabytes, followers);
            peer = peer.With("dockerd", daemon.CpuSeconds - docker);
            Figure.Print($"logs.{followers}", ours.Megabytes / ours.Seconds, peer.Megabytes / peer.Seconds, "MB/s");
            Figure.Print($"logs.{followers}.cpu", ours.CpuMilliseconds, peer.CpuMilliseconds, "ms/MB");
            Console.WriteLine($"  ours: {ours.Told}\n  docker: {peer.Told}");
        }
    }

    private static int Number(string variable, int otherwise) => int.Parse(
        Environment.GetEnvironmentVariable(variable) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Script(int megabytes) =>
        "while [ ! -e /go ]; do /usr/bin/sleep 0.05; done; "
            + $"/usr/bin/yes {new string('x', LineBytes - 1)} | /usr/bin/head -n {megabytes * 10_000}";

    private static Delivery Ours(Scratch scratch, string home, int megabytes, int followers)
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

    private static Delivery Theirs(int megabytes, int followers)
    {
        using var scratch = new Scratch();
        var name = $"talk-{followers}";
        Programs.Time("docker", ["run", "-d", "--network", "none", "--name", name, DockerDaemon.Image, "/bin/sh", "-c", Script(megabytes)]);
        return Follow(
            scratch, megabytes, followers, ["docker", "logs", "-f", name], null,
            () => Programs.Time("docker", ["exec", name, "/usr/bin/touch", "/go"]));
    }

    /// <summary>Each follower's output is counted. What is missing is told; of ours it ends the benchmark, unless time was up.</summary>
    private static Delivery Follow(
        Scratch scratch, int megabytes, int followers, string[] command, string? home, Action begin)
    {
        var limit = Number("DXFLOW_BENCH_LOG_SECONDS", 300);
        var counts = Enumerable.Range(0, followers).Select(index => Path.Combine(scratch.Path, $"count{followers}-{index}")).ToList();
        string[] counted = ["-c", "to=$1; shift; \"$@\" | wc -c >\"$to\"", "sh"];
        string[] limited = ["timeout", limit.ToString(CultureInfo.InvariantCulture), .. command];
        var cpu = ChildrenTimes.CpuSeconds;
        var all = counts.Select(count => Programs.Start("/bin/sh", [.. counted, count, .. limited], home)).ToList();

        // All are to follow before it begins; neither of the two says when it does.
        var before = TimeSpan.FromSeconds(2) + (TimeSpan.FromMilliseconds(150) * followers);
        Thread.Sleep(before);
        var watch = Stopwatch.GetTimestamp();
        begin();
        foreach (var process in all)
        {
            if (!process.WaitForExit(TimeSpan.FromSeconds(limit) + Patience))
            {
                throw new InvalidOperationException($"{string.Join(' ', command)} did not end");
            }

            process.Dispose();
        }

        var taken = Stopwatch.GetElapsedTime(watch).TotalSeconds;
        var isLate = taken + before.TotalSeconds >= limit;
        var wanted = megabytes * 10_000L * LineBytes;
        var given = counts.Select(static count => long.Parse(File.ReadAllText(count), CultureInfo.InvariantCulture)).ToList();
        var (torn, missing) = (given.Count(bytes => bytes != wanted), given.Sum(bytes => wanted - bytes));
        var lost = torn == 0 ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; {torn} of them without {missing} bytes of {wanted * torn}{(isLate ? ", for time was up" : "")}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {Path.GetFileName(command[0])}, {followers} followers: {taken:F2} s{lost}"));
        return home is null || torn == 0 || isLate
            ? new Delivery(taken, given.Sum() / Megabyte, [("followers", ChildrenTimes.CpuSeconds - cpu)])
            : throw new InvalidOperationException($"{string.Join(' ', command)} lost bytes{lost}");
    }

    /// <summary>What all followers together were given, in how long, and the processor time of who gave it.</summary>
    private sealed record Delivery(double Seconds, double Megabytes, IReadOnlyList<(string Of, double CpuSeconds)> Cpu)
    {
        public double CpuMilliseconds => Cpu.Sum(static one => one.CpuSeconds) * 1000 / Megabytes;

        public string Told => string.Create(CultureInfo.InvariantCulture, $"{Megabytes:F0} MB in {Seconds:F1} s, processor time: ")
            + string.Join(", ", Cpu.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Of} {one.CpuSeconds:F1} s")));

        public Delivery With(string of, double seconds) => this with { Cpu = [.. Cpu, (of, seconds)] };
    }
}
