using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Shells.Recordings;

internal sealed record RecordingInfo(
    [Description("Its name: the shell's, a dot, a number.")] string Name,
    [Description("Whether it is still being written.")] bool Recording,
    [Description("How many bytes it has.")] long Size,
    [Description("How long it is, in seconds.")] double Seconds,
    [Description("Who began it.")] string By,
    [Description("When it was begun.")] DateTimeOffset BegunAt,
    [Description("When it was last written.")] DateTimeOffset EndedAt,
    [Description("From where it was begun, as in the audit log.")] string From,
    [Description("Whether what was typed is in it too.")] bool Input,
    [Description("The operation that the audit log has it under."), Wide] string Operation,
    [Description("The shell."), Wide] string Shell,
    [Description("What no other shell is ever called."), Wide] string Instance,
    [Description("Rows of the terminal at first."), Wide] int Rows,
    [Description("Columns of the terminal at first."), Wide] int Columns,
    [Description("What it shows at first."), Wide] string Command,
    [Description("The number of its entry in the audit log; none in recordings of earlier versions."), Wide] long? Entry = null);

/// <summary>Begin or end.</summary>
[JsonConverter(typeof(WireEnum<RecordSwitch>))]
internal enum RecordSwitch
{
    On,
    Off,
}

internal sealed record RecordShell(
    [Description("Name of the shell.")] string Name,
    [Description("Whether it is recorded from now on."), Argument] RecordSwitch State = RecordSwitch.On,
    [Description("Records what is typed too, passwords among it; otherwise only what is shown is recorded.")] bool Input = false);

internal sealed record ListRecordings(
    [Description("Only those of this shell, or of earlier ones of its name.")] string? Shell = null,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null);

internal sealed record RecordingList(
    [Description("Recordings, by name.")] IReadOnlyList<RecordingInfo> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record ShowRecording([Description("Name of the recording.")] string Name);

internal sealed record ExportRecording([Description("Name of the recording.")] string Name);

internal sealed record RemoveRecording([Description("Name of the recording.")] string Name);

internal sealed record PruneRecordings(
    [Description("Those that were last written longer ago than this, such as 30d.")] TimeSpan? Older = null,
    [Description("And the oldest, until the rest has at most so many bytes together.")] long? Bytes = null,
    [Description("Only says what would be removed.")] bool DryRun = false);

internal sealed record RecordingsRemoved(
    [Description("The recordings that are gone, or would be.")] IReadOnlyList<string> Names);

internal sealed record PlayRecording(
    [Description("Name of the recording.")] string Name,
    [Description("How many times as fast.")] double Speed = 1,
    [Description("Pauses are at most this long; 0s: none is shortened.")] TimeSpan? Idle = null);
