using System.Diagnostics;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>The command as one of many in a shell: closed pipes, full devices, no input, narrow and colourless terminals, Ctrl-C.</summary>
public sealed class PipeTests
{
    private const int PipeClosed = 141;
    private const int Interrupted = 130;

    /// <summary>Says two lines, then nothing for longer than any test waits.</summary>
    private const string Talker = """
        name: talk
        services:
          a:
            stop_grace_period: 2s
            x-step:
              script: |
                trap 'echo bye; exit 3' TERM
                echo one
                echo two
                while :; do sleep 0.1; done
        """;

    [Theory]
    [InlineData("logs", "one")]
    [InlineData("events", "TIME")]
    public async Task A_follower_ends_quietly_once_nobody_reads_it_and_the_work_goes_on(string verb, string first)
    {
        await using var home = new Home();
        await using var engine = await Talking(home);

        var piped = await home.Shell($"\"$DXFLOW_BINARY\" workflow {verb} talk -f | head -n 1; echo \"exit ${{PIPESTATUS[0]}}\"");

        piped.Expect(0).Says(first).Says($"exit {PipeClosed}");
        Assert.Equal("", piped.Error);
        await home.Until("talk", "steps", "a", "running");
    }

    [Theory]
    [InlineData("logs", "-f")]
    [InlineData("events", "-f")]
    [InlineData("wait")]
    public async Task Ctrl_C_ends_who_only_looks_and_leaves_the_work(params string[] words)
    {
        await using var home = new Home();
        await using var engine = await Talking(home);
        using var command = home.Start(["workflow", words[0], "talk", .. words[1..]]);
        if (words[0] != "wait")
        {
            await command.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }

        await Interrupt(command);

        Assert.Equal(Interrupted, await Ended(command));
        await home.Until("talk", "steps", "a", "running");
    }

    [Theory]
    [InlineData]
    [InlineData("-q")]
    public async Task Ctrl_C_once_stops_a_run_with_its_grace(params string[] options)
    {
        await using var home = new Home();
        var file = home.Write("talk.yaml", Talker);
        await using var engine = await home.Boot();
        using var command = home.Start(["run", file, .. options]);
        await Said(home, "talk", "two");

        await Interrupt(command);

        Assert.Equal(Interrupted, await Ended(command));
        (await home.Run("workflow", "logs", "talk")).Expect(0).Says("bye");
        Assert.Equal("cancelled", await StateOf(home, "talk"));
    }

    [Fact]
    public async Task Ctrl_C_twice_kills_what_does_not_want_to_end()
    {
        await using var home = new Home();
        var file = home.Write("deaf.yaml", """
            name: deaf
            services:
              a:
                stop_grace_period: 1h
                x-step: { script: "trap '' TERM; echo up; while :; do sleep 0.1; done" }
            """);
        await using var engine = await home.Boot();
        using var command = home.Start("run", file);
        await Said(home, "deaf", "up");

        await Interrupt(command);
        string? said;
        do
        {
            said = await command.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (said is not null && !said.Contains("again to kill", StringComparison.Ordinal));
        Assert.NotNull(said);
        await Interrupt(command);

        Assert.Equal(Interrupted, await Ended(command));
        Assert.Equal("cancelled", await StateOf(home, "deaf"));
    }

    [Fact]
    public async Task A_quiet_run_goes_on_with_the_next_engine_and_says_nothing_but_its_answer()
    {
        await using var home = new Home();
        var file = home.Write("slow.yaml", """
            name: slow
            x-workflow: { outputs: { n: "{{ steps.a.outputs.n }}" } }
            services:
              a:
                x-step:
                  outputs: { n: { type: int, file: outputs/n } }
                  script: "echo begun; while [ ! -e ../../../../../go ]; do sleep 0.1; done; echo 42 > outputs/n"
            """);
        var engine = await home.Boot();
        using var command = home.Start("run", file, "-q");
        await Said(home, "slow", "begun");
        await engine.Crash();
        await engine.DisposeAsync();
        await using var next = await home.Boot();
        File.WriteAllText(Path.Combine(home.Path, "runs", "go"), "");
        Assert.Equal("n: 42", (await command.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
        Assert.Equal("", await command.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await Ended(command));
    }

    [Fact]
    public async Task A_full_device_is_an_error_and_no_crash()
    {
        await using var home = new Home();
        var full = await home.Shell("\"$DXFLOW_BINARY\" config list > /dev/full");
        full.Expect(1).Complains("standard output").Complains("No space left on device");
        Assert.DoesNotContain("mistake in dxflow", full.Error, StringComparison.Ordinal);
        (await home.Shell("\"$DXFLOW_BINARY\" config lost 2> /dev/full")).Expect(2);
    }

    [Fact]
    public async Task Without_standard_input_a_run_runs_and_a_question_is_not_answered()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Shell("\"$DXFLOW_BINARY\" run examples/hello/compose.yaml <&-")).Expect(0).Says("Hello, world!");
        (await home.Shell("\"$DXFLOW_BINARY\" workflow remove hello <&-")).Expect(2).Complains("--yes");
        (await home.Run("workflow", "show", "hello")).Expect(0);
    }

    [Fact]
    public async Task A_terminal_has_colour_unless_it_is_not_wanted()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", "examples/hello/compose.yaml")).Expect(0);
        const string OnTerminal = "script -qec '\"$DXFLOW_BINARY\" workflow why hello' /dev/null";

        var coloured = (await home.Shell($"TERM=xterm NO_COLOR= {OnTerminal}")).Expect(0).Says("hello/1");
        var plain = (await home.Shell($"TERM=xterm NO_COLOR=1 {OnTerminal}")).Expect(0).Says("hello/1");

        Assert.Contains("\u001b[32m", coloured.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_narrow_terminal_lines_are_cut_and_reasons_go_on_in_the_next()
    {
        await using var home = new Home();
        home.Variables["COLUMNS"] = "40";
        var file = home.Write("narrow.yaml", """
            name: narrow
            services:
              a-rather-long-name-of-a-step:
                command: ["a-program-with-a-rather-long-name-that-is-not-there"]
                x-step: {}
            """);
        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(1);

        Assert.All((await home.Run("workflow", "list")).Expect(0).Output.Split('\n'), line => Assert.InRange(line.Length, 0, 40));
        var why = (await home.Run("workflow", "why", "narrow")).Expect(0).Output;
        Assert.Contains("that-is-not-there", string.Concat(why.Split('\n').Select(static line => line.Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_writes_does_not_drive_the_terminal()
    {
        await using var home = new Home();
        var file = home.Write("loud.yaml", """
            name: loud
            services:
              a: { x-step: { script: "printf '\\033]0;title\\007\\033[2J\\033[31mred\\033[0m\\n'; exit 3" } }
            """);
        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(1);

        foreach (var verb in (string[])["logs", "why"])
        {
            var shown = (await home.Run("workflow", verb, "loud")).Expect(0).Says("red");
            Assert.DoesNotContain('\u001b', shown.Output);
            Assert.DoesNotContain('\u0007', shown.Output);
        }
    }

    [Fact]
    public async Task A_log_beyond_its_limit_loses_its_head_and_is_still_read()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_LOG_BYTES_MAX"] = "256KiB";
        var file = home.Write("chatty.yaml", """
            name: chatty
            services:
              a:
                x-step:
                  script: |
                    seq 1 1000000
                    sleep 3
                    echo the-end
            """);
        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(0);

        var logs = (await home.Run("workflow", "logs", "chatty", "a")).Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("the-end", logs[^1]);
        Assert.Equal("1000000", logs[^2]);
        Assert.DoesNotContain("1", logs);
        // Room is given back in whole mebibytes, so up to one more is left than the limit and its slack.
        Assert.InRange(logs.Sum(static line => line.Length + 1), 256 * 1024, (3 * 1024 * 1024) / 2);
        (await home.Run("workflow", "logs", "chatty", "a", "-n", "2")).Expect(0).Says("1000000\nthe-end\n");
    }

    private static async Task<Support.Engine> Talking(Home home)
    {
        var file = home.Write("talk.yaml", Talker);
        var engine = await home.Boot();
        (await home.Run("run", file, "-d")).Expect(0);
        await home.Until("talk", "steps", "a", "running");
        return engine;
    }

    private static Task Said(Home home, string workflow, string word) => Home.Until(
        async () => (await home.Run("workflow", "logs", workflow)).Output.Contains(word, StringComparison.Ordinal),
        $"{workflow} to say {word}");

    private static async Task<string?> StateOf(Home home, string workflow) =>
        (await home.Run("workflow", "show", workflow, "-o", "json")).Expect(0).Json.GetProperty("run").GetProperty("state").GetString();

    /// <summary>As a terminal does it, once the command is listening.</summary>
    private static async Task Interrupt(Process command)
    {
        await Home.Until(() => Task.FromResult(command.HasExited || Catches(command.Id)), "the command to listen for Ctrl-C");
        using var kill = Process.Start("kill", ["-INT", command.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGINT is bit 1 of the signals that the process has handlers for.</summary>
    private static bool Catches(int pid)
    {
        var caught = File.ReadLines($"/proc/{pid}/status").First(static line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (Convert.ToUInt64(caught["SigCgt:".Length..].Trim(), 16) & 2) != 0;
    }

    private static async Task<int> Ended(Process command)
    {
        using var late = new CancellationTokenSource(Home.Patience);
        await Task.WhenAll(
            command.StandardOutput.ReadToEndAsync(late.Token), command.StandardError.ReadToEndAsync(late.Token),
            command.WaitForExitAsync(late.Token));
        return command.ExitCode;
    }
}
