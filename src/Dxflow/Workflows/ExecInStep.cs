using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Workflows;

internal sealed record ExecInStep(
    [Description("Name of the workflow.")] string Name,
    [Description("The step or service beside which to run.")] string Step,
    [Description("The program and its arguments."), Rest] IReadOnlyList<string> Command,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Sends standard input; without it the program has none."), Short('i')] bool Interactive = false,
    [Description("Which instance of a service, from 1.")] int Index = 1,
    [Description("Runs it on a terminal, which has no standard error of its own."), Short('t')] bool Tty = false,
    [Description("Rows of the terminal's window at first; as the command's own, else 24.")] int? Rows = null,
    [Description("Columns of the terminal's window at first; as the command's own, else 80.")] int? Columns = null,
    [Description("What kind of terminal it is shown on, TERM; as the command's own, else xterm.")] string? Term = null);

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

internal sealed record ReadStats(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

internal sealed record TaskStatsInfo(
    [Description("The step or service.")] string Name,
    [Description("Processor time used, in seconds.")] double? CpuSeconds,
    [Description("Memory now, in bytes.")] long? MemoryBytes,
    [Description("Most memory so far, in bytes.")] long? MemoryPeakBytes,
    [Description("Processes.")] int? Processes);

internal sealed record TaskStatsList([Description("What runs now.")] IReadOnlyList<TaskStatsInfo> Items);
