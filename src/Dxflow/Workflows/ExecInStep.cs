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
    [Description("What kind of terminal it is shown on, TERM; as the command's own, else xterm.")] string? Term = null,
    [Description("Variables for the program, NAME=VALUE, beside those of the task."), Short('e'), Secret]
    IReadOnlyDictionary<string, string>? Env = null,
    [Description("Where it starts; otherwise where the task did."), Short('w')] string? Workdir = null,
    [Description("Who it runs as, USER[:GROUP]; only in containers."), Short('u')] string? User = null);

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
