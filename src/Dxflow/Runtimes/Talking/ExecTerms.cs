using System.ComponentModel;

namespace Dxflow.Runtimes.Talking;

/// <summary>
/// What the client of an exec sends: bytes for standard input, or its end; on a terminal also the window's new size. The end of what is
/// typed on a terminal is Ctrl-D, byte 4.
/// </summary>
internal sealed record ExecInput(
    [Description("Bytes for standard input.")] byte[]? Bytes = null,
    [Description("Standard input ends.")] bool End = false,
    [Description("Rows of the terminal's window from now on; with its columns.")] int? Rows = null,
    [Description("Columns of the terminal's window from now on.")] int? Columns = null);

/// <summary>What an exec answers with: bytes of standard output or error, the exit code in the last record.</summary>
internal sealed record ExecOutput(
    [Description("Bytes the program wrote.")] byte[] Bytes,
    [Description("They were written to standard error.")] bool Error = false,
    [Description("The program's exit code; 128 + n for a death by signal n.")] int? Exit = null);

/// <summary>What every request to run a program beside something says of it, its streams and its terminal.</summary>
internal sealed record ExecTerms(
    IReadOnlyList<string> Command, bool Interactive, bool Tty, int? Rows = null, int? Columns = null, string? Term = null,
    IReadOnlyDictionary<string, string>? Env = null, string? Workdir = null, string? User = null,
    bool Detach = false);
