using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Logs;

namespace Dxflow.Workflows;

internal sealed record ReadLogs(
    [Description("Name of the workflow.")] string Name,
    [Description("Only these steps, services or keys; web:2 is the second instance of web, a key stands for all below it."), Argument]
    IReadOnlyList<string>? Steps = null,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Go on with lines as they come."), Short('f')] bool Follow = false,
    [Description("Only the last lines of each, of those that are asked for otherwise."), Short('n')] int? Tail = null,
    [Description("Only lines from then on; 10m is ten minutes ago.")] DateTimeOffset? Since = null,
    [Description("Number of an attempt; otherwise the latest.")] int? Attempt = null,
    [Description("Only lines up to then.")] DateTimeOffset? Until = null,
    [Description("Only lines that contain this text, as they are shown.")] string? Search = null,
    [Description("Only lines that match this regular expression, as they are shown; without backtracking.")] string? Regex = null,
    [Description("Take large and small letters for the same in a search."), Short('i')] bool IgnoreCase = false,
    [Description("Lines of all attempts, not of the latest alone.")] bool AllAttempts = false,
    [Description("For people: begin each line with its time, in UTC; lines as data always have it."), Short('t')]
    bool Timestamps = false,
    [Description("Lines of one stream that have the same time may come as one, with newlines between them: quicker to read many.")]
    bool Joined = false);

/// <summary>A line that a step or service wrote. As part of a stream it knows the place behind it, which is not sent with it.</summary>
internal sealed record LogLine(
    [Description("The step or service.")] string Step,
    [Description("When it was written.")] DateTimeOffset At,
    [Description("It was written to standard error.")] bool Error,
    [Description("The line; of joined ones all, with newlines between them.")] string Text,
    [Description("The instance of a step that is fanned out, from 0.")] int Slice = 0,
    [Description("The attempt, from 1.")] int Attempt = 0,
    [Description(
        "Grows from line to line of one stream of one attempt, and is the same whenever it is read; of joined lines that of the last.")]
    long Position = 0)
{
    private LogPlaces? _places;
    private int _step;

    /// <summary>Where a stream goes on behind this line; null if nobody keeps count.</summary>
    public string? PlaceBehind() => _places?.After(_step, this);

    /// <summary>Where it is in a stream that can be taken up behind it.</summary>
    public LogLine In(LogPlaces places, int step)
    {
        (_places, _step) = (places, step);
        return this;
    }
}

internal sealed record ReadEvents(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Go on with events as they come, until the run ends."), Short('f')] bool Follow = false);

/// <summary>An event of a run with names instead of numbers. <see cref="Sequence"/> resumes the stream after it.</summary>
internal sealed record RunEventInfo(
    [Description("Its number in the run's journal; a stream resumes after it.")] long Sequence,
    [Description("When it happened.")] DateTimeOffset At,
    [Description("What happened: the journal's own word; or progress: news in between, under the number before it, kept nowhere.")]
    string Event,
    [Description("The step or service.")] string? Step = null,
    [Description("The attempt, from 1.")] int? Attempt = null,
    [Description("The state that it led to.")] string? State = null,
    [Description("Exit code.")] int? Exit = null,
    [Description("Signal.")] int? Signal = null,
    [Description("Why it failed.")] FailureReason? Reason = null,
    [Description("More about it.")] string? Detail = null,
    [Description("The slice, from 0, where the step is fanned out; of several the first.")] int? Slice = null,
    [Description("How many slices it is about, where they are several.")] int? Slices = null);
