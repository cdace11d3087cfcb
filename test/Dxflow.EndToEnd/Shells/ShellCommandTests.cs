using System.Globalization;
using System.Text;
using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Shells;

/// <summary>Shells by command: created, typed into, looked at, ended; and what is left of them when engines go.</summary>
public sealed class ShellCommandTests : IAsyncLifetime
{
    private readonly Home _home = new();
    private Support.Engine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await _home.Boot();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_shell_is_created_typed_into_looked_at_ended_and_removed()
    {
        (await _home.Run("shell", "create", "work", "-e", "WORD=from outside", "-w", "/", "--", "bash", "--norc")).Expect(0);
        (await _home.Run("shell", "create", "work")).Expect(6);
        (await _home.Run("shell", "send", "work", "tty; pwd; echo $WORD $TERM $DXFLOW_SHELL; umask; stty size", "--enter")).Expect(0);
        await Seen("work", "/dev/pts/");
        await Seen("work", "from outside xterm-256color work");
        await Seen("work", "0022");
        await Seen("work", "24 80");

        // Job control: Ctrl-Z stops, Ctrl-C ends.
        (await _home.Run("shell", "send", "work", "sleep 600", "--enter")).Expect(0);
        (await _home.Run("shell", "send", "work", "--key", "ctrl-z")).Expect(0);
        await Seen("work", "Stopped");
        (await _home.Run("shell", "send", "work", "fg", "--enter")).Expect(0);
        (await _home.Run("shell", "send", "work", "--key", "ctrl-c")).Expect(0);
        (await _home.Run("shell", "send", "work", "echo code=$?", "--enter")).Expect(0);
        await Seen("work", "code=130");

        (await _home.Run("shell", "remove", "work", "--yes")).Expect(6);
        (await _home.Run("shell", "send", "work", "exit 9", "--enter")).Expect(0);
        await State("work", "ended");
        Assert.Equal(9, (await Shown("work")).GetProperty("shell").GetProperty("exit").GetInt32());
        await Seen("work", "code=130");
        (await _home.Run("shell", "prune", "--dry-run", "--yes")).Expect(0);
        (await _home.Run("shell", "prune", "--older", "1d", "--yes")).Expect(0);
        Assert.Contains("work", (await _home.Run("shell", "list", "-o", "name")).Expect(0).Output);
        (await _home.Run("shell", "prune", "--yes")).Expect(0);
        (await _home.Run("shell", "show", "work")).Expect(3);
    }

    [Fact]
    public async Task To_kill_ends_all_that_was_started_there_and_stop_removes_it_at_once()
    {
        (await _home.Run("shell", "create", "tree", "--", "bash", "--norc")).Expect(0);
        (await _home.Run("shell", "send", "tree", "sleep 98765 & (trap '' HUP TERM; sleep 98765)", "--enter")).Expect(0);
        await Home.Until(async () => await Sleepers() == 2, "both to run");
        Assert.Equal(137, (await _home.Run("shell", "kill", "tree", "--yes", "-o", "json")).Expect(0).Json.GetProperty("exit").GetInt32());
        await Home.Until(async () => await Sleepers() == 0, "both to end");
        (await _home.Run("shell", "create", "second")).Expect(0);
        (await _home.Run("shell", "remove", "second", "--stop", "--yes")).Expect(0);
        Assert.DoesNotContain("second", (await _home.Run("shell", "list", "-o", "name")).Expect(0).Output);
    }

    [Fact]
    public async Task A_program_on_the_whole_screen_outlives_killed_engines()
    {
        (await _home.Run("shell", "create", "top", "--", "top", "-d", "0.2")).Expect(0);
        await Seen("top", "PID USER");
        var instance = (await Shown("top")).GetProperty("shell").GetProperty("instance").GetString();
        for (var time = 0; time < 2; time++)
        {
            await _engine.Crash();
            _engine = await _home.Boot();
            var shown = await Shown("top");
            Assert.Equal("running", shown.GetProperty("shell").GetProperty("state").GetString());
            Assert.Equal(instance, shown.GetProperty("shell").GetProperty("instance").GetString());
            await Seen("top", "PID USER");
        }

        (await _home.Run("shell", "send", "top", "q")).Expect(0);
        await State("top", "ended");
    }

    [Fact]
    public async Task What_ends_while_there_is_no_engine_is_known_to_the_next_and_what_was_lost_is_said_so()
    {
        (await _home.Run("shell", "create", "short", "--", "sh", "-c", "read line; exit 4")).Expect(0);
        (await _home.Run("shell", "create", "victim", "--", "sleep", "600")).Expect(0);
        (await _home.Run("shell", "send", "short", "go", "--enter")).Expect(0);
        await _engine.Crash();
        await Home.Until(() => Task.FromResult(File.Exists(Path.Combine(_home.Path, "shells/short/ended.json"))), "its end to be kept");
        foreach (var pid in await Holders())
        {
            await Bash($"kill -9 {pid}");
        }

        _engine = await _home.Boot();
        await State("short", "ended");
        await State("victim", "lost");
        Assert.Equal(4, (await Shown("short")).GetProperty("shell").GetProperty("exit").GetInt32());
        Assert.Contains("was lost", (await _home.Run("shell", "send", "victim", "x")).Expect(6).Error);
        (await _home.Run("shell", "prune", "--yes")).Expect(0);
        (await _home.Run("shell", "create", "victim", "--", "sleep", "600")).Expect(0);
        await State("victim", "running");
    }

    [Theory]
    [InlineData("--idle", "idle")]
    [InlineData("--life", "life")]
    public async Task Limits_hold_without_an_engine(string limit, string reason)
    {
        (await _home.Run("shell", "create", "limited", limit, "2s", "--", "sleep", "600")).Expect(0);
        await _engine.Crash();
        await Home.Until(() => Task.FromResult(File.Exists(Path.Combine(_home.Path, "shells/limited/ended.json"))), "its end");
        _engine = await _home.Boot();
        Assert.Equal(reason, (await Shown("limited")).GetProperty("shell").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Holders_end_when_they_are_empty_and_when_the_home_has_gone()
    {
        (await _home.Run("shell", "create", "one", "--", "sleep", "600")).Expect(0);
        Assert.Single(await Holders());
        (await _home.Run("shell", "remove", "one", "--stop", "--yes")).Expect(0);
        await Home.Until(async () => (await Holders()).Count == 0, "the holder to end");
        Assert.Empty(Directory.GetFiles(_home.Path, "engine-s*"));

        (await _home.Run("shell", "create", "two", "--", "sleep", "87654")).Expect(0);
        await _engine.Crash();
        Directory.Delete(_home.Path, recursive: true);
        await Home.Until(async () => (await Holders()).Count == 0, "the holder to end with the home");
        await Home.Until(
            async () => (await Bash("pgrep -fx 'sleep 87654'")).Length == 0, "its shell to end with it");
    }

    [Fact]
    public async Task More_than_one_holder_has_room_for_are_held_by_two_and_all_are_found_again()
    {
        const int Count = 65;
        using (var client = SocketClient.Of(_home))
        {
            for (var number = 0; number < Count; number++)
            {
                using var content = new StringContent(
                    $$"""{"name":"s{{number}}","program":"sleep","arguments":["600"]}""", Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync("/api/shells", content);
                answer.EnsureSuccessStatusCode();
            }
        }

        Assert.Equal(2, (await Holders()).Count);
        await _engine.Crash();
        _engine = await _home.Boot();
        var all = (await _home.Run("shell", "list", "--limit", "1000", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(Count, all.Count(static shell => shell.GetProperty("state").GetString() == "running"));
        (await _home.Run("shell", "send", "s64", "x")).Expect(0);
    }

    [Fact]
    public async Task Told_to_take_its_work_with_it_the_engine_ends_shells()
    {
        (await _home.Run("shell", "create", "work", "--", "sleep", "600")).Expect(0);
        (await _home.Run("boot", "down", "--stop", "--yes")).Expect(0);
        await _engine.Ended();
        _engine = await _home.Boot();
        await State("work", "ended");
    }

    [Theory]
    [InlineData("no such program", 2, "was not found", "create", "x", "--", "no-such-program")]
    [InlineData("a bad name", 2, "is no name", "create", "../x")]
    [InlineData("no directory", 2, "does not exist", "create", "x", "-w", "/no/such/place")]
    [InlineData("too large", 2, "too many", "create", "x", "--rows", "5000")]
    [InlineData("no shell", 3, "there is no shell", "send", "nowhere", "x")]
    [InlineData("a path", 3, "there is no shell", "show", "../journal")]
    [InlineData("no terminal", 2, "is no terminal", "connect", "nowhere")]
    [InlineData("no watcher", 3, "there is no shell", "watch", "nowhere")]
    public async Task What_cannot_be_is_refused_and_nothing_is_left(string what, int exit, string told, params string[] words)
    {
        Assert.Contains(told, (await _home.Run(["shell", .. words])).Expect(exit).Error);
        Assert.True((await _home.Run("shell", "list", "-o", "name")).Expect(0).Output.Length == 0, what);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_home.Path, "shells")));
    }

    [Fact]
    public async Task A_shell_has_the_directory_and_variables_of_a_task_that_failed_or_of_a_service()
    {
        var site = _home.Write("site.yaml", """
            name: site
            services:
              keep:
                command: ["sleep", "600"]
                environment: { COLOUR: green }
            """);
        var file = _home.Write("work.yaml", """
            name: work
            services:
              broken:
                x-step:
                  each: { in: [1, 2] }
                  outputs: { text: { type: string, file: outputs/text } }
                  script: |
                    echo half > outputs/half
                    exit {{ each - 1 }}
            """);
        (await _home.Run("run", site, "--detach")).Expect(0);
        (await _home.Run("run", file, "--detach")).Expect(0);
        await _home.Until("site", "services", "keep", "running");
        await _home.Until("work", "steps", "broken", "failed");
        (await _home.Run("shell", "create", "after", "--workflow", "work", "--task", "broken/1", "--", "bash", "--norc")).Expect(0);
        (await _home.Run("shell", "send", "after", "cat outputs/half; echo [$DXFLOW_ATTEMPT $DXFLOW_ATTEMPT_ID]", "--enter")).Expect(0);
        await Seen("after", "half");
        await Seen("after", "[1 ]");
        (await _home.Run("shell", "create", "beside", "--workflow", "site/keep", "--", "bash", "--norc")).Expect(0);
        (await _home.Run("shell", "send", "beside", "echo $COLOUR-$DXFLOW_SHELL", "--enter")).Expect(0);
        await Seen("beside", "green-beside");
        foreach (var (exit, told, words) in ((int, string, string[])[])
        [
            (2, "does not say where", ["--workflow", "work"]),
            (2, "names a service, and --task", ["--workflow", "work/keep", "--task", "broken/1"]),
            (2, "is one of a workflow", ["--task", "broken/1"]),
            (2, "does not say where", ["--workflow", "work//keep"]),
            (3, "did you mean 'keep'", ["--workflow", "site/kep"]),
            (3, "instance 2 of 'keep' does not run", ["--workflow", "site/keep", "--index", "2"]),
            (3, "has no run 9", ["--workflow", "work/9/keep"]),
            (3, "there is no workflow", ["--workflow", "nowhere/keep"]),
            (3, "there is no step or service", ["--workflow", "work", "--task", "nothing"]),
        ])
        {
            Assert.Contains(told, (await _home.Run(["shell", "create", "no", .. words])).Expect(exit).Error);
        }

        (await _home.Run("workflow", "stop", "site", "--yes")).Expect(0);
        await State("beside", "running");
        (await _home.Run("boot", "down", "--stop", "--yes", "--quiet")).Expect(0);
        await _engine.Ended();
        _engine = await _home.Boot();
    }

    [Fact]
    public async Task What_was_typed_and_given_in_variables_is_in_no_log()
    {
        (await _home.Run("shell", "create", "quiet", "-e", "TOKEN=hush-variable", "--", "cat")).Expect(0);
        (await _home.Run("shell", "send", "quiet", "hush-typed", "--enter")).Expect(0);
        await Seen("quiet", "hush-typed");
        await _engine.Stop();
        Assert.Equal("", await Bash($"grep -rl hush- {_home.Path} --exclude='*.sock'"));
        _engine = await _home.Boot();
    }

    private async Task<int> Sleepers() =>
        (await Bash("pgrep -fx 'sleep 98765'")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private async Task<IReadOnlyList<string>> Holders() =>
        (await Bash($"pgrep -f '[s]hell hold {_home.Path}'")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> Bash(string line) => (await _home.Shell(line)).Output;

    private async Task<JsonElement> Shown(string name) => (await _home.Run("shell", "show", name, "-o", "json")).Expect(0).Json;

    private Task Seen(string name, string text) => Home.Until(
        async () => (await Shown(name)).GetProperty("lines").EnumerateArray().Any(line => line.GetString()!.Contains(text)),
        string.Create(CultureInfo.InvariantCulture, $"'{text}' in shell {name}"));

    private Task State(string name, string state) => Home.Until(
        async () => (await Shown(name)).GetProperty("shell").GetProperty("state").GetString() == state, $"{name} to be {state}");
}
