using System.Globalization;
using Dxflow.EndToEnd.Runtimes;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Terminals;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary><c>workflow exec -it</c>, typed at a real terminal, shown on a real terminal beside a service.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    private const string Exec = "$DXFLOW_BINARY workflow exec -it work keep --";

    private readonly Home _home = new();
    private Support.Engine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await _home.Boot();
        var file = _home.Write("work.yaml", """
            name: work
            services:
              keep:
                command: ["sleep", "600"]
            """);
        (await _home.Run("run", "-d", file)).Expect(0);
        await _home.Until("work", "services", "keep", "running");
    }

    public async ValueTask DisposeAsync()
    {
        // The service would outlive its engine.
        await _home.Run("boot", "down", "--stop", "--yes", "--quiet");
        await _engine.DisposeAsync();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_shell_there_has_a_terminal_of_its_own_with_the_size_kind_and_keys_of_this_one()
    {
        await using var typed = Typed($"{Exec} env 'PS1=ready> ' bash --norc --noprofile");
        var before = await typed.Value("before");
        await typed.Until("ready> ");
        await typed.Type("tty; stty size; echo kind=$TERM\r");
        await typed.Until("/dev/pts/");
        await typed.Until("33 99");
        Assert.Equal("linux", await typed.Value("\nkind"));

        typed.Resize(44, 111);
        await typed.Type("until [ \"$(stty size)\" = '44 111' ]; do :; done; echo res''ized\r");
        await typed.Until("resized");

        await typed.Type("echo grü");
        foreach (var half in "ß€\r"u8.ToArray())
        {
            await typed.Type(half);
        }

        await typed.Until("\rgrüß€\r\n");

        // It says itself when the terminal is its own: a key before that is the shell's. After that it starts nothing: dash does by
        // vfork, and a child stopped before it has become its program holds its parent, which then never stops.
        await typed.Type("sh -c 'trap \"echo on$0\" CONT; echo in$0; while :; do :; done' wards\r");
        await typed.Until("inwards");
        await typed.Type(0x1a);
        await typed.Until("Stopped");
        await typed.Type("fg\r");
        await typed.Until("onwards");
        await typed.Type(3);
        await typed.Type("echo code=$?\r");
        Assert.Equal("130", await typed.Value("\rcode"));

        await typed.Type("exit 9\r");
        Assert.Equal("9", await typed.Value("\nexit"));
        Assert.Equal(before, await typed.Value("after"));
    }

    [Theory]
    [InlineData("sh -c 'exit 7'", "", "7")]
    [InlineData("sh -c 'kill -TERM $$'", "", "143")]
    [InlineData("sleep 600", "\u0003", "130")]
    [InlineData("sleep 600", "\u001c", "131")]
    [InlineData("cat", "\u0004", "0")]
    [InlineData("no-such-program", "", "125")]
    public async Task The_exit_code_is_the_programs_and_the_terminal_is_as_before(string program, string keys, string exit)
    {
        await using var typed = Typed($"{Exec} {(keys.Length > 0 ? $"sh -c 'echo it is there; exec {program}'" : program)}");
        var before = await typed.Value("before");
        if (keys.Length > 0)
        {
            await typed.Until("it is there");
            await typed.Type(keys);
        }

        Assert.Equal(exit, await typed.Value("exit"));
        Assert.Equal(before, await typed.Value("after"));
    }

    [Fact]
    public async Task A_program_that_draws_gets_the_whole_screen()
    {
        const string Draw = "import curses; curses.wrapper(lambda s: (s.addstr(2, 3, str(s.getmaxyx())), s.getkey()))";
        await using var typed = Typed($"{Exec} python3 -c '{Draw}'");
        await typed.Until("(33, 99)");
        await typed.Type("q");
        Assert.Equal("0", await typed.Value("exit"));
    }

    [Theory]
    [InlineData("TERM", "130")]
    [InlineData("HUP", "130")]
    [InlineData("KILL", "137")]
    public async Task When_the_command_is_ended_so_is_all_that_it_started(string signal, string exit)
    {
        var mark = RuntimeBench.Mark();
        await using var typed = Typed($"{Exec} bash --norc -ic 'trap \"\" HUP; sleep {mark} & sleep {mark}'");
        var before = await typed.Value("before");
        await RuntimeBench.ProcessesAsync(mark, atLeast: 2);
        await Tool.Run("kill", "", $"-{signal}", (await Client(mark)).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(exit, await typed.Value("exit"));
        if (signal != "KILL")
        {
            Assert.Equal(before, await typed.Value("after"));
        }

        await Home.Until(() => Task.FromResult(RuntimeBench.Processes(mark).Count == 0), "the program to be gone");
    }

    [Fact]
    public async Task When_the_engine_is_killed_the_terminal_is_as_before()
    {
        await using var typed = Typed($"{Exec} sh -c 'echo it is there; sleep 600'");
        var before = await typed.Value("before");
        await typed.Until("it is there");
        await _engine.Crash();
        Assert.Equal("125", await typed.Value("exit"));
        Assert.Equal(before, await typed.Value("after"));
        _engine = await _home.Boot();
    }

    [Fact]
    public async Task Input_is_sent_when_it_is_asked_for_and_a_terminal_is_for_somebody_who_types()
    {
        string[] cat = ["work", "keep", "--", "cat"];
        Assert.Equal("from a pipe", (await _home.RunWith("from a pipe", ["workflow", "exec", "-i", .. cat])).Expect(0).Output);
        Assert.Equal("", (await _home.RunWith("from a pipe", ["workflow", "exec", .. cat])).Expect(0).Output);
        (await _home.RunWith("from a pipe", "workflow", "exec", "-it", "work", "keep", "--", "cat")).Expect(125)
            .Complains("standard input is no terminal");
        Assert.Equal(
            "24 80\r\n", (await _home.Run("workflow", "exec", "-t", "work", "keep", "--", "stty", "size")).Expect(0).Output);
        (await _home.Run("workflow", "exec", "-t", "--rows", "0", "work", "keep", "--", "true")).Expect(125).Complains("rows");
        (await _home.Run("workflow", "exec", "--rows", "10", "work", "keep", "--", "true")).Expect(125).Complains("terminal");
    }

    [Fact]
    public async Task A_program_that_ends_does_not_wait_for_another_key()
    {
        await using var typed = Typed("$DXFLOW_BINARY workflow exec -i work keep -- true");
        Assert.Equal("0", await typed.Value("exit"));
    }

    private TypedCommand Typed(string line) => new(_home, line, new TerminalSize(33, 99));

    /// <summary>The command on our side, which has the mark among its arguments and is no child of a service.</summary>
    private static async Task<int> Client(string mark)
    {
        var found = await Tool.Text("pgrep", "", "-f", $"workflow exec -it work keep -- .*{mark}");
        return found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)
            .Single(pid => File.ReadAllText($"/proc/{pid}/cmdline").StartsWith(Home.Binary, StringComparison.Ordinal));
    }
}
