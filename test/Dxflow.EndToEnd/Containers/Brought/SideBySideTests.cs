using System.Diagnostics;
using System.Text.RegularExpressions;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers.Brought;

/// <summary>
/// Documents as people bring them, started on one daemon by Debian's <c>docker-compose up -d</c> (1.29) and by ours in turn: what exists
/// afterwards is the same, container by container, network by network, volume by volume. Every difference stands here with the reason.
/// </summary>
[Collection(ContainerCollection.Name)]
public sealed class SideBySideTests(ContainerEngines engines)
{
    /// <summary>Of every project: patterns of paths, and why.</summary>
    private static readonly (string Path, string Why)[] Always =
    [
        (@"container .*\.Name", "1.29 joins names by underscores, Compose since 2 by hyphens, and so do we"),
        (@"container .*\.Config\.Labels\.(com\.docker\.compose\.image|dxflow\..*)", "the label of Compose since 2; whose run it is"),
        (@"(network|volume) .*\.Labels\.com\.docker\.compose\.version", "who made it"),
        (@"container .*\.Config\.Env", "where the other services are (DXFLOW_SERVICE_…); compared without it"),
        (@"container .*\.HostConfig\.RestartPolicy\..*", "the engine starts again what ends, and keeps count over its own restarts"),
        (@"container .*\.Config\.Healthcheck\..*", "the engine checks, on Docker and Podman alike"),
        (@"container .*\.HostConfig\.(Binds|Mounts|Tmpfs.*)", "volumes and tmpfs in the other form of the API; compared as Mounts"),
        (@"container .*\.Mounts\..*\.Mode", "how Docker shows that form: nothing, rw, z"),
        (@"network .*\.Attachable", "of networks of a cluster; others always are"),
    ];

    /// <summary>Of one document.</summary>
    private static readonly Dictionary<string, (string Path, string Why)[]> Of = new()
    {
        ["brought-health"] =
        [
            (@"container api-1\.Networks\..*\.Links", "1.29 adds the container's names, which resolve without; the link itself is there"),
        ],
        ["brought-proxy"] =
        [
            (@"network brought-proxy\.Labels\.com\.docker\.compose\.network", "its key in the document, as Compose since 2; 1.29 its name"),
            (@"container traefik-1\.HostConfig\.NetworkMode", "the first network by name, as Compose since 2; 1.29 by the document"),
        ],
        ["brought-shop"] =
        [
            (@"container store-1\.Mounts\./run/store\..*", "a tmpfs in the long form is shown among the mounts"),
        ],
        ["brought-tools"] =
        [
            (@"container api-1\.Mounts\./(run|tmp)\..*", "a tmpfs in the long form is shown among the mounts"),
        ],
        ["brought-volumes"] =
        [
            (@"container (app|backup)-1\.Mounts\./run/secrets/.*", "a copy in the container, so that mode and owner hold; there a mount"),
            (@"volume brought-volumes-content\.Labels\.com\.docker\.compose\.volume", "its key, as Compose since 2; 1.29 its name"),
        ],
    };

    /// <summary>Names of images that the documents give: each is one of ours that takes any command, and sleeps.</summary>
    private static readonly string[] Images =
    [
        "mariadb:11", "wordpress:latest", "lscr.io/linuxserver/jellyfin:latest", "gluetun", "qbittorrent", "traefik:v3.1", "traefik/whoami",
        "shop/app:2", "redis:7-alpine", "postgres:16-alpine", "tools/base:1", "alpine:3.19", "nginx:alpine", "mailhog/mailhog",
    ];

    private static readonly string Corpus = Path.Combine(Home.Repository, "test/Dxflow.Tests/Workflows/Compose/Corpus");

    [Theory]
    [InlineData("brought-blog")]
    [InlineData("brought-media")]
    [InlineData("brought-proxy")]
    [InlineData("brought-shop")]
    [InlineData("brought-tools")]
    [InlineData("brought-health")]
    [InlineData("brought-volumes")]
    [InlineData("brought-several")]
    public async Task What_exists_afterwards_is_the_same(string name)
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        var home = platform.Home;
        var address = (await engines.DockerAsync()).Address;
        await TagAsync(address);
        home.Variables["HOME"] = home.Path;
        home.Variables["GIVEN"] = "given";
        var files = Bring(home, name, address["unix://".Length..]);

        await ComposeAsync(home, address, files, name, "up", "-d");
        var theirs = await ProjectPicture.OfAsync(address, name);
        await ComposeAsync(home, address, files, name, "down", "-v", "-t", "1");
        Assert.Empty(await ProjectPicture.OfAsync(address, name));

        await using var engine = await home.Boot();
        (await home.Run(["run", .. files, "--name", name, "--runtime", "docker", "--wait"])).Expect(0);
        var ours = await ProjectPicture.OfAsync(address, name);

        // Whoever has only their tool can look at ours, and end it.
        await ComposeAsync(home, address, files, name, "ps");
        (await home.Run("workflow", "remove", name, "--stop", "--volumes", "--yes")).Expect(0);
        Assert.Empty(await ProjectPicture.OfAsync(address, name));

        Assert.NotEmpty(theirs);
        var different = theirs.Keys.Union(ours.Keys).Where(path => theirs.GetValueOrDefault(path) != ours.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal).ToList();
        var known = Of.GetValueOrDefault(name, []);
        var unexplained = different.Where(path => !Always.Concat(known).Any(each => Matches(path, each.Path)))
            .Select(path => $"{path}: '{theirs.GetValueOrDefault(path)}' there, '{ours.GetValueOrDefault(path)}' here").ToList();
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));

        // What is another in form only is compared in the form that both have.
        Assert.Equal(Variables(theirs), Variables(ours));
        Assert.Equal(Targets(theirs), Targets(ours).Where(target => theirs.Keys.Any(key => key.Contains(target[..target.IndexOf('=')]))));
        Assert.Empty(known.Where(each => !different.Any(path => Matches(path, each.Path))).Select(static each => each.Path));
    }

    /// <summary>What the document gives; one without a value is taken away from the image's there, and left out here.</summary>
    private static IEnumerable<string> Variables(SortedDictionary<string, string> picture) => picture
        .Where(static pair => pair.Key.EndsWith(".Config.Env", StringComparison.Ordinal))
        .Select(static pair => pair.Key + string.Join(' ', Regex.Matches(pair.Value, "\"[^\"]+\"").Select(static one => one.Value)
            .Where(static one => one.Contains('=') && !one.StartsWith("\"DXFLOW_", StringComparison.Ordinal))));

    /// <summary>What is mounted where, and whether it can be written.</summary>
    private static IEnumerable<string> Targets(SortedDictionary<string, string> picture) => picture
        .Where(static pair => pair.Key.Contains(".Mounts./") && !pair.Key.Contains("/run/secrets/")
            && (pair.Key.EndsWith(".RW", StringComparison.Ordinal) || pair.Key.EndsWith(".Source", StringComparison.Ordinal)
                || pair.Key.EndsWith(".Name", StringComparison.Ordinal)))
        .Select(static pair => $"{pair.Key}={pair.Value}");

    private static bool Matches(string path, string pattern) => Regex.IsMatch(path, "^(?:" + pattern + ")$");

    /// <summary>The document in a directory of its own, with what stands beside it.</summary>
    private static string[] Bring(Home home, string name, string socket)
    {
        var folder = Path.Combine(Corpus, name);
        if (!Directory.Exists(folder))
        {
            return [home.Write($"{name}/compose.yaml", Here(File.ReadAllText(folder + ".yaml"), socket))];
        }

        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            home.Write(Path.Combine(name, Path.GetRelativePath(folder, file)), Here(File.ReadAllText(file), socket));
        }

        return
        [
            .. Directory.GetFiles(Path.Combine(home.Path, name), "compose*.yaml")
                .OrderBy(static file => Path.GetFileName(file) != "compose.yaml").ThenBy(static file => file, StringComparer.Ordinal),
        ];
    }

    /// <summary>The daemon of the test has another socket.</summary>
    private static string Here(string document, string socket) => document.Replace("/var/run/docker.sock:/", socket + ":/");

    private static async Task TagAsync(string address)
    {
        if ((await Tool.Text("docker", "", "-H", address, "image", "ls", "-q", Images[^1])).Length > 0)
        {
            return;
        }

        const string Sleeps = "trap 'exit 0' TERM INT; sleep 600 & wait";
        await Tool.Run(
            "docker",
            $"FROM {ContainerEngines.Image}\nENTRYPOINT [\"sh\", \"-c\", \"{Sleeps}\", \"any\"]\nCMD [\"of\", \"its\", \"own\"]\n",
            "-H", address, "build", "-q", "-t", "any:1", "-");
        foreach (var image in Images)
        {
            await Tool.Run("docker", "", "-H", address, "tag", "any:1", image);
        }
    }

    private static async Task ComposeAsync(Home home, string address, string[] files, string project, params string[] command)
    {
        var start = new ProcessStartInfo(
            "docker-compose", ["-p", project, .. files.SelectMany(static file => (string[])["-f", file]), .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(files[0])!,
            Environment = { ["DOCKER_HOST"] = address, ["HOME"] = home.Path, ["GIVEN"] = "given" },
        };
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Home.Patience);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        var output = await process.StandardOutput.ReadToEndAsync(late.Token);
        await process.WaitForExitAsync(late.Token);
        Assert.True(process.ExitCode == 0, $"docker-compose {string.Join(' ', command)}: {output}{await error}");
    }
}
