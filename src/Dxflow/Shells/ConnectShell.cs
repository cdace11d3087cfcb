using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Shells;

internal sealed record ConnectShell(
    [Description("Name of the shell.")] string Name,
    [Description("Rows of the window; the shell has the smallest of all who connect.")] int? Rows = null,
    [Description("Columns of the window; with its rows.")] int? Columns = null,
    [Description("How many lines that scrolled away are shown first.")] int History = 500,
    [Description("Goes on behind this position of that instance, on a terminal that is as it was then.")] long? After = null,
    [Description("The instance that the position is of.")] string? Instance = null,
    [Description("The key that leaves the shell, for the command line: ctrl- and a letter, \\, ], ^ or _; none.")]
    string DetachKey = "ctrl-\\");

internal sealed record WatchShell(
    [Description("Name of the shell.")] string Name,
    [Description("Rows of the window; otherwise as many as the shell has.")] int? Rows = null,
    [Description("Columns of the window; with its rows.")] int? Columns = null,
    [Description("How many lines that scrolled away are shown first.")] int History = 500,
    [Description("Goes on behind this position of that instance, on a terminal that is as it was then.")] long? After = null,
    [Description("The instance that the position is of.")] string? Instance = null);

/// <summary>What the client of a connection sends. Its end is the end of the connection, not of the shell.</summary>
internal sealed record ShellInput(
    [Description("Bytes that are typed.")] byte[]? Bytes = null,
    [Description("Rows of the window from now on; with its columns.")] int? Rows = null,
    [Description("Columns of the window from now on.")] int? Columns = null);

/// <summary>What a viewer gets: bytes for a terminal, or how the shell stands, which comes first and whenever it changes.</summary>
internal sealed record ShellOutput(
    [Description("Bytes for a terminal.")] byte[]? Bytes = null,
    [Description("The position behind these bytes, to go on from.")] long? Position = null,
    [Description("These bytes paint all of the screen.")] bool Paints = false,
    [Description("The instance that positions are of.")] string? Instance = null,
    [Description("Rows of the shell's terminal.")] int? Rows = null,
    [Description("Columns of the shell's terminal.")] int? Columns = null,
    [Description("Who looks on; those who cannot type are said to watch.")] IReadOnlyList<string>? Viewers = null,
    [Description("The program has ended with this code; nothing follows.")] int? Exit = null,
    [Description("Why it ended: exited, killed, idle, life.")] string? Reason = null);
