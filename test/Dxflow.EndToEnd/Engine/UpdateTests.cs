using System.Text;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>
/// Another program in place of the one that runs. The next version is the published file with another number in its version attribute:
/// the very same code, which says something else of itself.
/// </summary>
public sealed class UpdateTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private readonly string _directory = Directory.CreateTempSubdirectory("dxflow-update-").FullName;

    private string Installed => Path.Combine(_directory, "dxflow");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Work_goes_on_while_the_engine_becomes_the_next_version()
    {
        await using var home = new Home();
        var (now, next) = await InstallAsync(home);
        (await Command(home, "boot up --daemon")).Expect(0);
        var engine = (await home.Run("engine", "info", "-o", "json")).Expect(0).Json;
        var file = home.Write("long.yaml", """
            name: long
            services:
              first: { command: [sh, -c, 'echo first >>"$$LINES"'], environment: { LINES: "${LINES}" }, x-step: {} }
              long:
                command: [sh, -c, 'echo long >>"$$LINES"; while [ ! -e "$$LINES.go" ]; do sleep 0.1; done']
                environment: { LINES: "${LINES}" }
                x-step: { needs: [first] }
              last: { command: [sh, -c, 'echo last >>"$$LINES"'], environment: { LINES: "${LINES}" }, x-step: { needs: [long] } }
            """);
        var lines = Path.Combine(home.Path, "lines");
        home.Variables["LINES"] = lines;
        (await home.Run("run", file, "--detach")).Expect(0);
        (await home.Run("shell", "create", "kept", "--", "sleep", "600")).Expect(0);
        await home.Until("long", "steps", "long", "running");
        using var following = home.Start("workflow", "wait", "long");

        var update = (await Command(home, $"engine update --from {next} --restart -o json")).Expect(0).Json;
        Assert.Equal((now, "0.9.9", true), (
            update.GetProperty("from").GetString(), update.GetProperty("to").GetString(), update.GetProperty("restarted").GetBoolean()));
        var after = (await home.Run("engine", "info", "-o", "json")).Expect(0).Json;
        Assert.Equal("0.9.9", after.GetProperty("version").GetString());
        Assert.Equal(engine.GetProperty("pid").GetInt32(), after.GetProperty("pid").GetInt32());
        Assert.Equal(Mode, File.GetUnixFileMode(Installed));
        await home.Until("long", "steps", "long", "running");

        await File.WriteAllTextAsync(lines + ".go", "");
        await following.WaitForExitAsync(new CancellationTokenSource(Home.Patience).Token);
        Assert.Equal(0, following.ExitCode);
        Assert.Equal(["first", "long", "last"], await File.ReadAllLinesAsync(lines));

        // The process that holds shells ends a few seconds after its last one, and its end is taken too.
        (await home.Run("shell", "remove", "kept", "--stop", "--yes")).Expect(0);
        await Home.Until(
            async () => (await home.Shell($"pgrep -f '[s]hell hold {home.Path}'")).Output.Length == 0, "the holder to end");
        Assert.Empty(Zombies(after.GetProperty("pid").GetInt32()));

        // And back, with no work to be seen.
        (await Command(home, "engine update --rollback --restart")).Expect(0);
        Assert.Equal(now, (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_version_that_does_not_start_gives_its_place_back()
    {
        await using var home = new Home();
        var (now, _) = await InstallAsync(home);
        (await Command(home, "boot up --daemon")).Expect(0);
        var said = (await Command(home, "version -o json")).Expect(0).Output.Replace(now, "9.9.9");
        var broken = home.Write("broken", $"#!/bin/sh\n[ \"$1\" = version ] && cat <<'END' && exit\n{said}\nEND\nexit 1\n");
        File.SetUnixFileMode(broken, Mode);

        (await Command(home, $"engine update --from {broken} --restart"))
            .Expect(5).Complains("9.9.9 ended at once").Complains("the one before has its place again");
        Assert.Equal(now, (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("version").GetString());
        Assert.False(File.Exists(Installed + ".new"));
    }

    [Fact]
    public async Task What_is_no_newer_dxflow_is_refused_before_anything_is_touched()
    {
        await using var home = new Home();
        var (now, next) = await InstallAsync(home);
        var before = await File.ReadAllBytesAsync(Installed);
        (await Command(home, $"engine update --from {home.Write("text", "no program")}")).Expect(2);
        (await Command(home, "engine update --from /dev/zero")).Expect(2).Complains("no file");
        (await Command(home, "engine update --from /bin/true")).Expect(2).Complains("is no dxflow for linux-");
        (await Command(home, "engine update --rollback")).Expect(3);
        (await Command(home, "engine update")).Expect(2);
        Assert.Equal(before, await File.ReadAllBytesAsync(Installed));
        Assert.Equal([Installed, next], Directory.GetFiles(_directory).Order(StringComparer.Ordinal));

        (await Command(home, $"engine update --from {next}")).Expect(0);
        Assert.Equal("0.9.9", (await Command(home, "version -o json")).Expect(0).Json.GetProperty("version").GetString());
        Assert.Equal(before, await File.ReadAllBytesAsync(Installed + ".previous"));
        (await Command(home, $"engine update --from {Installed}.previous")).Expect(6).Complains($"{now}, older than 0.9.9");
        (await Command(home, $"engine update --from {Installed}.previous --allow-downgrade")).Expect(0);
        Assert.Equal(before, await File.ReadAllBytesAsync(Installed));
    }

    [Fact]
    public async Task An_instant_engine_is_not_restarted()
    {
        await using var home = new Home();
        await using var engine = await home.Boot("--instant");
        (await home.Run("engine", "restart")).Expect(6).Complains("an instant engine ends by itself");
    }

    private Task<Outcome> Command(Home home, string words) => home.Shell($"'{Installed}' {words}");

    /// <summary>The published file, and the next version of it beside it; their versions are equally long.</summary>
    private async Task<(string Now, string Next)> InstallAsync(Home home)
    {
        var now = (await home.Run("version", "-o", "json")).Expect(0).Json.GetProperty("version").GetString()!;
        var program = await File.ReadAllBytesAsync(Home.Binary);
        await WriteAsync(Installed, program);

        // ECMA-335 II.23.3: a custom attribute is 01 00, the text with its length before it, and no named arguments.
        byte[] Attribute(string version) => [1, 0, (byte)version.Length, .. Encoding.UTF8.GetBytes(version), 0, 0];
        var places = 0;
        for (var at = program.AsSpan().IndexOf(Attribute(now)); at >= 0; at = program.AsSpan().IndexOf(Attribute(now)))
        {
            Attribute("0.9.9").CopyTo(program, at);
            places++;
        }

        Assert.True(places > 0 && now.Length == 5, $"{Home.Binary} has its version {now} nowhere; is it the one published file?");
        await WriteAsync(Installed + ".next", program);
        return (now, Installed + ".next");
    }

    private static async Task WriteAsync(string path, byte[] program)
    {
        await File.WriteAllBytesAsync(path, program);
        File.SetUnixFileMode(path, Mode);
    }

    private static IEnumerable<string> Zombies(int parent) => Directory.GetDirectories("/proc")
        .Where(path => int.TryParse(Path.GetFileName(path), out _))
        .Select(path =>
        {
            try
            {
                return File.ReadAllText(path + "/stat");
            }
            catch (IOException)
            {
                return "";
            }
        })
        .Where(stat => stat[(stat.LastIndexOf(')') + 1)..].StartsWith($" Z {parent} ", StringComparison.Ordinal));
}
