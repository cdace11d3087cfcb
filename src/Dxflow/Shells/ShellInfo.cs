using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Shells;

/// <summary>How a shell stands. Lost: nobody saw its end, as when the machine went down.</summary>
[JsonConverter(typeof(WireEnum<ShellStatus>))]
internal enum ShellStatus
{
    Running,
    Ended,
    Lost,
}

internal sealed record ShellInfo(
    [Description("Its name.")] string Name,
    [Description("Whether its program runs, has ended, or was lost with its machine or holder.")] ShellStatus State,
    [Description("The program.")] string Program,
    [Description("Who looks on; those who cannot type are said to watch.")] IReadOnlyList<string> Viewers,
    [Description("When it was created.")] DateTimeOffset CreatedAt,
    [Description("Who created it.")] string By,
    [Description("What programs call their window.")] string? Title = null,
    [Description("Exit code of its program; 128 + n for a death by signal n.")] int? Exit = null,
    [Description("Why it ended: exited, killed, idle, life.")] string? Reason = null,
    [Description("When it ended.")] DateTimeOffset? EndedAt = null,
    [Description("When something was last typed or shown.")] DateTimeOffset? ActiveAt = null,
    [Description("The recording that is being made of it.")] string? Recording = null,
    [Description("The service or task that it is in, or has the directory and variables of.")] string? Inside = null,
    [Description("Rows of its terminal."), Wide] int? Rows = null,
    [Description("Columns of its terminal."), Wide] int? Columns = null,
    [Description("The program's arguments."), Wide] IReadOnlyList<string>? Arguments = null,
    [Description("Where it started."), Wide] string? Cwd = null,
    [Description("What no other shell is ever called."), Wide] string? Instance = null);

internal sealed record ListShells(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null);

internal sealed record ShellList(
    [Description("Shells, by name.")] IReadOnlyList<ShellInfo> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record ShowShell([Description("Name of the shell.")] string Name);

internal sealed record ShellScreen(
    [Description("How it stands.")] ShellInfo Shell,
    [Description("The lines of its screen, as text.")] IReadOnlyList<string> Lines);
