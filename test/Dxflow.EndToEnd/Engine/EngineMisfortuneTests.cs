using Dxflow.EndToEnd.Storage;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>
/// What an engine's surroundings can do to it: each time it says what is wrong, does nothing by halves, and goes on if it can.
/// </summary>
public sealed class EngineMisfortuneTests
{
    [Fact]
    public async Task A_user_directory_that_is_not_there_is_named()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_HOME"] = "";
        home.Variables["HOME"] = Path.Combine(home.Path, "absent");
        (await home.Run("workflow", "list")).Expect(2).Complains($"HOME is {home.Path}/absent, which is not there");
        Assert.False(Directory.Exists(Path.Combine(home.Path, "absent")));
    }

    [Fact]
    public async Task A_full_disk_refuses_what_needs_room_and_loses_nothing_and_the_engine_goes_on_by_itself()
    {
        await using var volume = await SmallVolume.MountAsync(64);
        await using var home = new Home(Directory.CreateDirectory(Path.Combine(volume.Path, "home")).FullName);
        var go = Path.Combine(volume.Path, "go");
        var quick = home.Write("quick.yaml", "name: quick\nservices: { a: { x-step: { script: 'true' } } }\n");
        var waiting = home.Write("waiting.yaml", Waiting(go));
        await using var engine = await home.Boot();
        (await home.Run("run", waiting, "--detach")).Expect(0);
        await home.Until("waiting", "steps", "a", "running");
        (await home.Run("key", "generate", "alice")).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, "keys/alice.pub"))).Expect(0);

        File.WriteAllText(go + ".soon", string.Empty);
        Fill(Path.Combine(volume.Path, "fill"));
        (await home.Run("run", quick)).Expect(1).Complains("no room").Complains("make room");
        Assert.Contains("full", (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("degraded").GetString());
        Assert.False((await home.Run("engine", "healthcheck", "-o", "json")).Json.GetProperty("healthy").GetBoolean());
        (await home.Run("key", "disable", "alice")).Expect(0);
        (await home.Run("key", "unregister", "alice", "--yes")).Expect(0);
        (await home.Run("audit", "verify")).Expect(0);
        File.Move(go + ".soon", go);

        File.Delete(Path.Combine(volume.Path, "fill"));
        await Home.Until(
            async () => (await home.Run("engine", "healthcheck", "-o", "json")).Json.GetProperty("healthy").GetBoolean(), "room again");
        (await home.Run("run", quick)).Expect(0);

        // The task ended while there was no room for its exit code: the script beside it waits until it can write it.
        (await home.Run("workflow", "wait", "waiting")).Expect(0);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(home.Path, "runs")).Length);
    }

    [Fact]
    public async Task A_socket_that_was_removed_is_made_again_and_who_is_connected_stays_so()
    {
        await using var home = new Home();
        var go = Path.Combine(home.Path, "go");
        await using var engine = await home.Boot();
        using var run = home.Start("run", home.Write("waiting.yaml", Waiting(go)));
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await home.UntilThere("waiting");

        File.Delete(Path.Combine(home.Path, "engine.sock"));

        (await home.Run("engine", "ping")).Expect(0);
        File.WriteAllText(go, string.Empty);
        await run.WaitForExitAsync(new CancellationTokenSource(Home.Patience).Token);
        Assert.True(run.ExitCode == 0, await error + await output);
        Assert.Contains((await home.Run("engine", "logs", "-o", "json")).Expect(0).Lines,
            line => line.GetProperty("text").GetString()!.Contains("is made again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_whose_home_was_removed_says_so_and_ends()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        Directory.Delete(home.Path, recursive: true);

        Assert.Equal(1, await engine.Ended());
        Assert.Contains($"the home {home.Path} was removed", engine.Output);
    }

    [Theory]
    [InlineData("boot", "up")]
    [InlineData("boot", "up", "--daemon")]
    [InlineData("workflow", "list")]
    public async Task A_half_written_config_is_refused_with_its_place_and_nothing_is_begun(params string[] command)
    {
        await using var home = new Home();
        var config = home.Write("default_config.yaml", "runs-keep: 5\nprocess-cpus: [1,\n");

        (await home.Run(command)).Expect(2).Complains($"{config}:3:1");

        (await home.Run("boot", "status")).Expect(5);
        Assert.False(Directory.Exists(Path.Combine(home.Path, "journal", "index.journal")));
    }

    [Theory]
    [InlineData("boot", "up")]
    [InlineData("boot", "up", "--daemon")]
    [InlineData("run", "examples/hello/compose.yaml")]
    public async Task A_home_that_others_can_write_is_refused_with_what_to_do(params string[] command)
    {
        await using var home = new Home();
        File.SetUnixFileMode(home.Path, (UnixFileMode)0b111_111_111);

        (await home.Run(command)).Expect(4).Complains("can be written by other users").Complains($"chmod 700 {home.Path}");

        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        var part = new byte[1 << 16];
        try
        {
            while (true)
            {
                file.Write(part);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static string Waiting(string go) => $$"""
        name: waiting
        services:
          a: { x-step: { script: "while [ ! -e {{go}} ]; do sleep 0.1; done" } }
        """;
}
