using System.Globalization;
using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Process.Terminals;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Terminals;

/// <summary>
/// The terminals of Linux, and those of macOS as far as another system can have them: poll in place of epoll, waitid in place of pidfd, and
/// the terminal entered through a shell, with this system's numbers.
/// </summary>
public sealed class UnixTerminalsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ReadyThread _epoll = new("test");
    private readonly PollThread _poll = new("test");

    public void Dispose()
    {
        _epoll.Dispose();
        _poll.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_has_a_terminal_of_its_own_and_its_output_ends_with_it(bool likeMacOs)
    {
        var session = await StartAsync(
            likeMacOs, "sh", "-c", "stty size; : </dev/tty && echo mine; printf '%s|' \"$@\" \"$ODD\"; exit 7", "x", "a b", "", "$HOME \"");
        Assert.Equal("30 90\nmine\na b||$HOME \"|odd 'value'|", await AllAsync(session));
        Assert.Equal(7, await session.Exited.WaitAsync(Patience));
        await session.DisposeAsync();
        await session.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Job_control_keys_and_a_new_window_reach_the_program(bool likeMacOs)
    {
        await using var session = await StartAsync(likeMacOs, "sh");
        await TypeAsync(session, "set -m; PS1=; trap 'stty size' WINCH; sh -c \"$INNER\"; echo go''ne $?\n");
        await UntilAsync(session, "ready");
        await TypeAsync(session, "\u001a");
        await UntilAsync(session, "gone 148");
        await TypeAsync(session, "fg\n");
        await TypeAsync(session, "hello\n");
        await UntilAsync(session, "got hello");
        await TypeAsync(session, "\u0003");
        await UntilAsync(session, "^C\r\n");
        await TypeAsync(session, "echo en''ded $?\n");
        await UntilAsync(session, "ended 130");
        session.Resize(new TerminalSize(31, 91));
        await TypeAsync(session, "echo li''ne\n");
        await UntilAsync(session, "31 91");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ending_it_ends_all_of_its_session(bool likeMacOs)
    {
        var session = await StartAsync(
            likeMacOs, "sh", "-c", "trap '' HUP TERM INT; sleep 600 & echo $!; sh -c 'trap \"\" HUP; sleep 600 & echo $!; wait' & wait");
        var pids = (await UntilAsync(session, "\n", times: 2)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => int.Parse(line.Trim(), CultureInfo.InvariantCulture)).ToList();
        Assert.All(pids, static pid => Assert.False(ProcessStat.Read(pid) is null or { IsEnded: true }));
        await session.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.All(pids, static pid => Assert.True(ProcessStat.Read(pid) is null or { IsEnded: true }));
        Assert.Equal(137, await session.Exited);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_not_there_is_told_before_and_what_cannot_be_started_is_a_fault(bool likeMacOs)
    {
        var terminals = Terminals(likeMacOs);
        Assert.Contains("'no-such' was not found", terminals.Problem(Start("no-such", [])));
        Assert.Null(terminals.Problem(Start("sh", [])));
        var nowhere = Start("sh", []) with { WorkingDirectory = "/no-such" };
        Assert.Contains("/no-such does not exist", terminals.Problem(nowhere));
        var fault = await Assert.ThrowsAsync<Fault>(() => terminals.StartAsync(nowhere, default));
        Assert.Equal(FaultKind.Unavailable, fault.Info.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Much_output_arrives_whole(bool likeMacOs)
    {
        await using var session = await StartAsync(likeMacOs, "sh", "-c", "stty -onlcr; seq 1 100000");
        Assert.Equal(string.Concat(Enumerable.Range(1, 100_000).Select(static number => $"{number}\n")), await AllAsync(session));
    }

    private UnixTerminals Terminals(bool likeMacOs) => likeMacOs
        ? new UnixTerminals(_poll, new WaitingSight(), opensBeforeSession: true, TimeProvider.System)
        : new UnixTerminals(_epoll, new PidfdSight(_epoll), opensBeforeSession: false, TimeProvider.System);

    private Task<IExecSession> StartAsync(bool likeMacOs, string program, params string[] arguments) =>
        Terminals(likeMacOs).StartAsync(Start(program, arguments), default);

    private static TerminalStart Start(string program, string[] arguments) => new(
        program, arguments,
        new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["ODD"] = "odd 'value'",
            ["not.for-a.shell"] = "x",
            ["INNER"] = "echo ready; while read word; do echo got $word; done",
        },
        "/", new TerminalSize(30, 90));

    private static ValueTask TypeAsync(IExecSession session, string text) => session.Input.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<string> AllAsync(IExecSession session)
    {
        using var all = new MemoryStream();
        await session.Output.CopyToAsync(all).WaitAsync(Patience);
        return Encoding.UTF8.GetString(all.ToArray()).Replace("\r\n", "\n");
    }

    private static async Task<string> UntilAsync(IExecSession session, string text, int times = 1)
    {
        var shown = new StringBuilder();
        var chunk = new byte[1_000];
        while (shown.ToString().Split(text).Length <= times)
        {
            var read = await session.Output.ReadAsync(chunk).AsTask().WaitAsync(Patience);
            Assert.True(read > 0, $"it ended before '{text}': {shown}");
            shown.Append(Encoding.UTF8.GetString(chunk, 0, read));
        }

        return shown.ToString();
    }
}
