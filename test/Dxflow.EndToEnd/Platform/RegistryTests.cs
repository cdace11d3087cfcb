using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Terminals;
using Xunit;

namespace Dxflow.EndToEnd.Platform;

/// <summary>Pull and push with a real registry on loopback, which lets nobody in without a password.</summary>
[Collection(ContainerCollection.Name)]
public sealed class RegistryTests(ContainerEngines engines)
{
    private const string Password = "geheim-4711";

    /// <summary>bcrypt of the password, the only kind that the registry takes.</summary>
    private const string Hash = "$2y$05$abcdefghijklmnopqrstuuI9Ve74svfU50aEQdy91gepBOB8Ceywa";

    [Fact]
    public async Task Who_signed_in_pushes_and_pulls_and_the_password_is_seen_nowhere()
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        await using var engine = await platform.Home.Boot();
        var port = FreePort();
        var server = $"127.0.0.1:{port}";
        using var registry = await StartAsync(platform.Home, port);
        try
        {
            var image = $"{server}/team/app:1";
            (await platform.Run("platform", "image", "tag", ContainerEngines.Image, image)).Expect(0);
            var refused = await platform.Run("platform", "image", "push", image);
            Assert.NotEqual(0, refused.Exit);

            (await platform.RunWith("wrong\n", "platform", "registry", "login", server, "--user", "ci", "--password", "-")).Expect(4);
            (await platform.Run("platform", "registry", "login", server, "--user", "ci")).Expect(2).Complains("--password FILE");
            var typo = (await platform.Run("platform", "registry", "login", server, "--user", "ci", "--password", Password)).Expect(2);
            Assert.DoesNotContain(Password, typo.Error);
            var login = (await platform.RunWith(
                Password + "\n", "platform", "registry", "login", server, "--user", "ci", "--password", "-")).Expect(0);
            Assert.DoesNotContain(Password, login.Output + login.Error);
            var list = (await platform.Home.Run("platform", "registry", "list", "-o", "json")).Expect(0);
            Assert.Equal((server, "ci"), (
                list.Json.GetProperty("items")[0].GetProperty("server").GetString(),
                list.Json.GetProperty("items")[0].GetProperty("user").GetString()));
            Assert.DoesNotContain(Password, list.Output);

            (await platform.Run("platform", "image", "push", image)).Expect(0);
            (await platform.Run("platform", "image", "remove", image, "--yes")).Expect(0);
            var pulled = (await platform.Run("platform", "image", "pull", image, "-o", "json")).Expect(0).Lines;
            Assert.StartsWith("sha256:", pulled[^1].GetProperty("image").GetString());
            (await platform.Run("platform", "image", "inspect", image)).Expect(0);
            (await platform.Run("platform", "image", "pull", $"{server}/team/nothing:1")).Expect(3);

            // A run pulls with the same login, and tells as little of it.
            (await platform.Run("platform", "image", "remove", image, "--yes")).Expect(0);
            var file = platform.Home.Write("pulls/compose.yaml", $$"""
                name: pulls
                services:
                  here: { image: "{{image}}", x-step: {}, pull_policy: always, command: ["echo", "pulled"] }
                """);
            (await platform.Home.Run("run", file, "--runtime", "docker")).Expect(0);
            (await platform.Home.Run("workflow", "logs", "pulls")).Expect(0).Says("pulled");
            await File.WriteAllTextAsync(
                file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("app:1", "nothing:1"),
                TestContext.Current.CancellationToken);
            (await platform.Home.Run("run", file, "--runtime", "docker")).Expect(1).Complains("nothing");
            (await platform.Home.Run("workflow", "remove", "pulls", "--yes")).Expect(0);

            NobodyTold(platform.Home);
            await TellsLayers(platform, port);
            (await platform.Home.Run("platform", "registry", "logout", server)).Expect(0);
            (await platform.Home.Run("platform", "registry", "logout", server)).Expect(3);
            (await platform.Run("platform", "image", "remove", image, "--yes")).Expect(0);
            Assert.NotEqual(0, (await platform.Run("platform", "image", "pull", image)).Exit);
            Assert.DoesNotContain(
                Directory.GetFiles(platform.Home.Path, "registries*"), file => File.ReadAllText(file).Contains(Password));
        }
        finally
        {
            registry.Kill();
            await registry.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_password_that_is_typed_is_not_shown()
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        await using var engine = await platform.Home.Boot();
        var port = FreePort();
        using var registry = await StartAsync(platform.Home, port);
        try
        {
            await using var typed = new TypedCommand(
                platform.Home, $"$DXFLOW_BINARY platform registry login 127.0.0.1:{port} --user ci", new TerminalSize(24, 80));
            await typed.Until("Password: ");
            await typed.Type(Password + "x\u007F\r");
            var seen = await typed.Until("exit=0");
            Assert.DoesNotContain("geheim", seen);
        }
        finally
        {
            registry.Kill();
            await registry.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Who follows a run sees the layers and bytes of a pull that takes some seconds; its journal has none of that.</summary>
    private static async Task TellsLayers(PlatformHome platform, int port)
    {
        await using var slow = new SlowProxy(port);
        var (home, near, far) = (platform.Home, $"127.0.0.1:{port}/team/large:1", $"127.0.0.1:{slow.Port}");
        var tree = Path.Combine(home.Path, "large.tar");
        await using (var tar = new TarWriter(File.Create(tree)))
        {
            var noise = new MemoryStream(RandomNumberGenerator.GetBytes(8 << 20));
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, "noise") { DataStream = noise }, TestContext.Current.CancellationToken);
        }

        (await platform.Run("platform", "image", "import", near, tree)).Expect(0);
        (await platform.Run("platform", "image", "push", near)).Expect(0);
        (await platform.Run("platform", "image", "remove", near, "--yes")).Expect(0);
        (await platform.RunWith(
            Password + "\n", "platform", "registry", "login", far, "--user", "ci", "--password", "-")).Expect(0);
        var file = home.Write("far/compose.yaml", $$"""
            name: far
            services: { here: { image: "{{far}}/team/large:1", x-step: {}, command: [none] } }
            """);
        (await home.Run("run", file, "--detach", "--runtime", "docker")).Expect(0);
        var told = (await home.Run("workflow", "events", "far", "-f", "-o", "json")).Expect(0).Lines
            .Where(static one => one.GetProperty("event").GetString() == "progress").ToList();
        Assert.NotEmpty(told);
        Assert.All(told, static one => Assert.Equal("pulling", one.GetProperty("state").GetString()));
        Assert.Contains(told, static one => one.TryGetProperty("detail", out var text)
            && System.Text.RegularExpressions.Regex.IsMatch(text.GetString()!, "^[01] of 1 layers, .*B of 8MiB$"));
        Assert.DoesNotContain("progress", (await home.Run("workflow", "events", "far", "-o", "json")).Expect(0).Output);
        (await home.Run("workflow", "remove", "far", "--yes")).Expect(0);
        (await home.Run("platform", "registry", "logout", far)).Expect(0);
        (await platform.Run("platform", "image", "remove", $"{far}/team/large:1", "--yes")).Expect(0);
    }

    /// <summary>The one file that has the password is its engine's alone; journals, audit and log do not have it.</summary>
    private static void NobodyTold(Home home)
    {
        var holders = Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories)
            .Where(static file => !file.EndsWith(".sock", StringComparison.Ordinal) && File.ReadAllText(file).Contains(Password)).ToList();
        Assert.Equal([Path.Combine(home.Path, "registries")], holders);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(holders[0]));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<Process> StartAsync(Home home, int port)
    {
        var users = home.Write("registry/users", $"ci:{Hash}\n");
        var config = home.Write("registry/config.yml", $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{home.Path}}/registry/data } }
            http: { addr: 127.0.0.1:{{port}} }
            auth: { htpasswd: { realm: test, path: {{users}} } }
            """);
        var registry = Process.Start(new ProcessStartInfo("docker-registry", ["serve", config])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var client = new HttpClient();
        await Home.Until(
            async () =>
            {
                try
                {
                    return (await client.GetAsync($"http://127.0.0.1:{port}/v2/")).StatusCode == HttpStatusCode.Unauthorized;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the registry to answer");
        return registry;
    }
}
