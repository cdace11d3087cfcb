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
    [Description("Who it runs as, USER[:GROUP]; only in containers."), Short('u')] string? User = null,
    [Description("Returns once it has started; what it writes goes nowhere, and it ends with the task at the latest."), Short('d')]
    bool Detach = false);

internal sealed record ReadStats(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Only these steps or services."), Argument] IReadOnlyList<string>? Services = null,
    [Description("Not now, but each look of the last hour, one every ten seconds.")] bool History = false);

internal sealed record ReadTop(
    [Description("Name of the workflow.")] string Name,
    [Description("Only these steps or services."), Argument] IReadOnlyList<string>? Services = null,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

/// <summary>What one service uses, all its instances together. Null: the runtime cannot say.</summary>
internal sealed record TaskStatsInfo(
    [Description("The step or service.")] string Name,
    [Description("Processor time used, in seconds.")] double? CpuSeconds,
    [Description("Memory now, in bytes.")] long? MemoryBytes,
    [Description("Most memory so far, in bytes.")] long? MemoryPeakBytes,
    [Description("Processes.")] int? Processes,
    [Description("How busy it was since the look before; 100 is one processor. Not known at the first look.")] double? CpuPercent = null,
    [Description("Instances that run.")] int Instances = 1,
    [Description("Read from disks, in bytes; of processes those that run now.")] long? ReadBytes = null,
    [Description("Written to disks, in bytes; of processes those that run now.")] long? WrittenBytes = null,
    [Description("Received over networks of its own, in bytes.")] long? ReceivedBytes = null,
    [Description("Sent over networks of its own, in bytes.")] long? SentBytes = null,
    [Description("When it was looked at.")] DateTimeOffset? At = null);

internal sealed record TaskStatsList(
    [Description("What runs now, by service; or what did, by time.")] IReadOnlyList<TaskStatsInfo> Items,
    [Description("The whole run, now.")] TaskStatsInfo? Total = null);
