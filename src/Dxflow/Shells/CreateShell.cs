using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Shells;

internal sealed record CreateShell(
    [Description("Its name: letters, digits, dots, dashes and underscores.")] string Name,
    [Description("Arguments of the program; without --program the first of these is the program."), Rest]
    IReadOnlyList<string>? Arguments = null,
    [Description("The program; otherwise the shell of the engine's user.")] string? Program = null,
    [Description("Where it starts; otherwise the home directory of the engine's user."), Short('w')] string? Cwd = null,
    [Description("Variables for it, NAME=VALUE."), Short('e'), Secret] IReadOnlyDictionary<string, string>? Env = null,
    [Description("Ends it when nothing was typed or shown for this long, such as 2h.")] TimeSpan? Idle = null,
    [Description("Ends it after this long, whatever it does.")] TimeSpan? Life = null,
    [Description("Rows of its terminal, until somebody connects.")] int Rows = 24,
    [Description("Columns of its terminal, until somebody connects.")] int Columns = 80,
    [Description("What kind of terminal it finds, TERM.")] string Term = "xterm-256color",
    [Description("In a container of this service, or with the directory and variables of its process: WORKFLOW[/RUN]/SERVICE.")]
    string? Workflow = null,
    [Description("Which instance of the service, from 1.")] int Index = 1,
    [Description("With what this task of --workflow WORKFLOW[/RUN] had, such as one that failed: by its key.")] string? Task = null,
    [Description("Records what it shows, from its first byte on.")] bool Record = false,
    [Description("Records what is typed too, passwords among it.")] bool RecordInput = false);

internal sealed record SendToShell(
    [Description("Name of the shell.")] string Name,
    [Description("What is typed, as it is."), Argument, Secret] string? Text = null,
    [Description("Keys that are typed behind it: enter, tab, escape, up, down, left, right, ctrl-a to ctrl-z."), Audited]
    IReadOnlyList<string>? Key = null,
    [Description("Types Enter at the end."), Short('e')] bool Enter = false);

internal sealed record TypedInShell(
    [Description("Name of the shell.")] string Name,
    [Description("How many bytes were typed.")] int Bytes);

internal sealed record KillShell([Description("Name of the shell.")] string Name);

internal sealed record RemoveShell(
    [Description("Name of the shell.")] string Name,
    [Description("Also one that runs, which is ended first.")] bool Stop = false);

internal sealed record PruneShells(
    [Description("Only those that ended longer ago than this, such as 1d.")] TimeSpan? Older = null,
    [Description("Only says what would be removed.")] bool DryRun = false);

internal sealed record ShellsRemoved([Description("The shells that are gone, or would be.")] IReadOnlyList<string> Names);

/// <summary>What an engine tells the process that holds terminals for it.</summary>
internal sealed record HoldShells(
    [Description("The socket to listen on.")] string Socket,
    [Description("The directory of the shells' files.")] string Shelf);
