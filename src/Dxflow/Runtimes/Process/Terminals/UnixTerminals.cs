using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Beside;
using Dxflow.Runtimes.Process.Starting;

namespace Dxflow.Runtimes.Process.Terminals;

/// <summary>
/// Pseudo-terminals of Linux and of macOS: the same calls, with the numbers of the system. What a program has to have is a session of its
/// own whose terminal this is, or there is no job control. Linux makes the session first, so the terminal is simply opened for it. Where
/// it is made last (<paramref name="opensBeforeSession"/>) a shell is started, opens the terminal by its name and becomes the program.
/// </summary>
internal sealed class UnixTerminals(IReadiness ready, ISessionSight sight, bool opensBeforeSession, TimeProvider time) : ITerminals
{
    private const string Shell = "/bin/sh";

    /// <summary>The words of the command, and the terminal's path for a name: no part of them is read as script.</summary>
    private const string Enter = "exec \"$@\" <>\"$0\" >&0 2>&0";

    public string? Problem(TerminalStart start) => ProgramSearch.Problem(start.Program, start.WorkingDirectory, SearchPath(start));

    public Task<IExecSession> StartAsync(TerminalStart start, CancellationToken cancel)
    {
        var path = ProgramSearch.Find(start.Program, start.WorkingDirectory, SearchPath(start)) ?? start.Program;
        return Task.FromResult(opensBeforeSession
            ? Start(start.Size, terminal =>
            {
                var (environment, command) = ShellSafe.Divide(start.Environment, [path, .. start.Arguments]);
                return new SpawnSpec(
                    Shell, [Shell, "-c", Enter, terminal.Path, .. command], environment, start.WorkingDirectory,
                    terminal.Inner, terminal.Inner, terminal.Inner);
            })
            : Start(
                new SpawnSpec(
                    path, [start.Program, .. start.Arguments], [.. start.Environment.Select(static pair => $"{pair.Key}={pair.Value}")],
                    start.WorkingDirectory),
                start.Size));
    }

    /// <summary>Blocks for the moment of the start. What cannot be started is a <see cref="Fault"/>.</summary>
    public IExecSession Start(SpawnSpec spec, TerminalSize size) => Start(size, terminal => spec with { Terminal = terminal.Path });

    private static string SearchPath(TerminalStart start) => start.Environment.GetValueOrDefault("PATH") ?? "";

    private ExecSession Start(TerminalSize size, Func<PseudoTerminal, SpawnSpec> on)
    {
        var terminal = default(PseudoTerminal);
        try
        {
            terminal = PseudoTerminal.Open(size, ready, opensBeforeSession);
            var process = new SessionProcess(Spawner.Spawn(on(terminal)), sight, time);
            terminal.LetGo();
            return new ExecSession(process, terminal);
        }
        catch (IOException failure)
        {
            terminal?.Dispose();
            throw Fault.Unavailable(failure.Message);
        }
    }
}
