using Dxflow.Foundation.Terminals.Consoles;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Process.Terminals;

/// <summary>Pseudo-consoles of Windows.</summary>
internal sealed class ConsoleTerminals(TimeProvider time) : ITerminals
{
    private static readonly ConsoleProgram Programs = new(File.Exists);

    public string? Problem(TerminalStart start) => !Directory.Exists(start.WorkingDirectory)
        ? $"the working directory {start.WorkingDirectory} does not exist"
        : Find(start) is (null, var problem) ? problem
        : LineOf(start) is { Length: > CommandLine.CharactersMax } line
            ? $"its command line has {line.Length} characters, and Windows takes {CommandLine.CharactersMax}"
            : null;

    public async Task<IExecSession> StartAsync(TerminalStart start, CancellationToken cancel)
    {
        try
        {
            var program = Find(start) is ({ } path, _) ? path : start.Program;
            var console = await PseudoConsole.StartAsync(
                new ConsoleStart(program, LineOf(start), EnvironmentBlock.Of(start.Environment), start.WorkingDirectory),
                start.Size, time, cancel);
            return new ConsoleSession(console);
        }
        catch (IOException failure)
        {
            throw Fault.Unavailable(failure.Message);
        }
    }

    private static (string? Path, string? Problem) Find(TerminalStart start) =>
        Programs.Find(start.Program, start.WorkingDirectory, start.Environment);

    private static string LineOf(TerminalStart start) => CommandLine.Of(Find(start).Path ?? start.Program, start.Arguments);
}
