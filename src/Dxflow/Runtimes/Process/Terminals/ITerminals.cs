using Dxflow.Foundation.Terminals;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Process.Terminals;

/// <summary>
/// A program of this machine, by a name that is looked for or a path, with its arguments, everything that it has for an environment, where
/// it starts and on how large a terminal.
/// </summary>
internal sealed record TerminalStart(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory,
    TerminalSize Size);

/// <summary>
/// Programs on terminals of their own, as a system has them. What a session writes has an end, after all that its program wrote; disposing
/// of it ends the program and all that belongs to it.
/// </summary>
internal interface ITerminals
{
    /// <summary>What is wrong with the program or its place, before anything is started; null: nothing that is seen.</summary>
    string? Problem(TerminalStart start);

    /// <summary>What cannot be started is a <see cref="Fault"/>.</summary>
    Task<IExecSession> StartAsync(TerminalStart start, CancellationToken cancel);
}
