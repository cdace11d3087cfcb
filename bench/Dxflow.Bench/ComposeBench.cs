using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace Dxflow.Bench;

/// <summary>
/// A project of 1, 10 and 50 services on Docker: up, up again with nothing to do, a list, down. Ours beside Debian's <c>docker-compose</c>,
/// and as floor the calls of Docker's API that it takes, eight at a time over one client. Both tools are asked to wait until everything
/// runs, and until everything is gone. The services have no network and end on the first signal, so that neither pays for those. At the
/// end all of it is one table.
/// </summary>
internal static class ComposeBench
{
    private const int Rounds = 3;
    private const int AtOnce = 8;
    private const string Project = "fleet";

    public static void Run()
    {
        using var scratch = new Scratch();
        using var daemon = new DockerDaemon(scratch);
        var home = scratch.At("home");
        using var engine = Server.Engine(home);
        using var api = Server.Client(daemon.Socket);
        var table = new StringBuilder("| services | what | dxflow | docker-compose | the API alone | ratio |\n|---|---|---|---|---|---|\n");
        foreach (var services in (int[])[1, 10, 50])
        {
            var file = Write(scratch, services);
            var (ours, theirs, floor) = (new List<Times>(), new List<Times>(), new List<Times>());
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(Ours(file, home));
                theirs.Add(Theirs(file));
                floor.Add(FloorAsync(api, services).GetAwaiter().GetResult());
            }

            foreach (var (name, of) in Times.Parts)
            {
                double Median(List<Times> all) => Figure.Median([.. all.Select(of)]);
                var (mine, peer, least) = (Median(ours), Median(theirs), Median(floor));
                Figure.Print($"compose.{name}_{services}", mine, peer, "ms");
                table.AppendLine(CultureInfo.InvariantCulture,
                    $"| {services} | {name} | {mine:F0} ms | {peer:F0} ms | {least:F0} ms | {mine / peer:F2} |");
            }
        }

        Console.WriteLine(table);
    }

    private static Times Ours(string file, string home)
    {
        double Time(params string[] words) => Programs.Time(Programs.Product, words, home);
        return new Times(
            Time("run", file, "--name", Project, "--wait", "--runtime", "docker"),
            Time("run", file, "--name", Project, "--wait", "--runtime", "docker"),
            Time("workflow", "services", Project),
            Time("workflow", "remove", Project, "--stop", "--yes"));
    }

    private static Times Theirs(string file)
    {
        double Time(params string[] words) => Programs.Time("docker-compose", ["-p", Project, "-f", file, .. words]);
        return new Times(Time("up", "-d"), Time("up", "-d"), Time("ps"), Time("down"));
    }

    /// <summary>Create and start; ask for each; list; kill and remove.</summary>
    private static async Task<Times> FloorAsync(HttpClient api, int services)
    {
        var names = Enumerable.Range(1, services).Select(static number => $"floor-{number}").ToList();
        var body = new Dictionary<string, object>
        {
            ["Image"] = DockerDaemon.Image,
            ["Cmd"] = (string[])["/usr/bin/sleep", "1000"],
            ["HostConfig"] = new Dictionary<string, object> { ["NetworkMode"] = "none" },
        };
        return new Times(
            await TimeAsync(names, async name =>
            {
                (await api.PostAsJsonAsync($"/containers/create?name={name}", body)).EnsureSuccessStatusCode();
                (await api.PostAsync($"/containers/{name}/start", null)).EnsureSuccessStatusCode();
            }),
            await TimeAsync(names, name => api.GetStringAsync($"/containers/{name}/json")),
            await TimeAsync(["all"], _ => api.GetStringAsync("/containers/json?all=true")),
            await TimeAsync(names, async name => (await api.DeleteAsync($"/containers/{name}?force=true")).EnsureSuccessStatusCode()));
    }

    private static async Task<double> TimeAsync(IReadOnlyList<string> names, Func<string, Task> one)
    {
        var watch = System.Diagnostics.Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (name, _) => await one(name));
        return System.Diagnostics.Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    private static string Write(Scratch scratch, int services)
    {
        var file = Path.Combine(scratch.Path, $"fleet{services}.yaml");
        File.WriteAllText(file, "services:\n" + string.Concat(Enumerable.Range(1, services).Select(static number =>
            $"  s{number}:\n    image: {DockerDaemon.Image}\n    network_mode: none\n    stop_signal: SIGKILL\n"
                + "    command: [\"/usr/bin/sleep\", \"1000\"]\n")));
        return file;
    }

    /// <summary>Milliseconds of one round.</summary>
    private sealed record Times(double Up, double Again, double List, double Down)
    {
        public static IReadOnlyList<(string Name, Func<Times, double> Of)> Parts { get; } =
        [
            ("up", static times => times.Up),
            ("again", static times => times.Again),
            ("list", static times => times.List),
            ("down", static times => times.Down),
        ];
    }
}
