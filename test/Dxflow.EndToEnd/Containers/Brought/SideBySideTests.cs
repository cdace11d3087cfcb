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
    ];

    /// <summary>Of one document.</summary>
    private static readonly Dictionary<string, (string Path, string Why)[]> Of = new()
    {
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
            .Select(path => $"{path}: '{theirs.GetValueOrDefault(path)}' there, '{ours.GetValueOrDefault(path)}' here");
        Assert.Equal("", string.Join('\n', unexplained));
        Assert.Empty(known.Where(each => !different.Any(path => Matches(path, each.Path))).Select(static each => each.Path));
    }

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
