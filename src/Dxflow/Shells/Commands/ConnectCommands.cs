using System.Runtime.CompilerServices;
using System.Text;
using Dxflow.Operations;
using Dxflow.Shells.Screens;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Shells.Commands;

/// <summary>
/// A shell on this terminal. What was seen is known by its position, so an engine that goes away and comes again, or a network, is taken up
/// where it was left. However it ends, the terminal is as before.
/// </summary>
internal sealed class ConnectCommands
{
    private const int ChunkBytes = 64 * 1024;

    private readonly ClientContext _context;
    private readonly string _name;
    private readonly byte? _leave;
    private bool _hasLeft;
    private long? _position;
    private string? _instance;
    private string _others = "";
    private int? _exit;

    private ConnectCommands(ClientContext context, string name, byte? leave) => (_context, _name, _leave) = (context, name, leave);

    public static async Task<int> ConnectAsync(ConnectShell request, ClientContext context)
    {
        RequireTerminal(context, "dxflow shell send, show and watch want none");
        var leave = request.DetachKey == "none" ? (byte?)null : TypedKeys.Control(request.DetachKey)
            ?? throw Fault.Invalid($"'{request.DetachKey}' is no key to leave by", "ctrl- with a letter or one of \\ ] ^ _, or none");
        using var window = new WindowWatch();
        var hint = leave is null ? "" : $"; {request.DetachKey} leaves it running";
        var connection = new ConnectCommands(context, request.Name, leave);
        return await connection.OnTerminalAsync(hint, () => context.DuplexAsync<ConnectShell, ShellInput, ShellOutput>(
            "shell.connect",
            request with
            {
                Rows = request.Rows ?? WindowWatch.Size?.Rows,
                Columns = request.Columns ?? WindowWatch.Size?.Columns,
                After = connection._position ?? request.After,
                Instance = connection._instance ?? request.Instance,
            },
            connection.TypedAsync(window)));
    }

    public static async Task<int> WatchAsync(WatchShell request, ClientContext context)
    {
        if (!context.Terminal.Facts.OutputIsTerminal || !context.Terminal.Facts.InputIsTerminal)
        {
            return await PassOnAsync(request, context);
        }

        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.Interrupts.Ended);
        var connection = new ConnectCommands(context, request.Name, null);
        var keys = Task.CompletedTask;
        try
        {
            return await connection.OnTerminalAsync("; q stops looking", () =>
            {
                keys = keys.IsCompleted ? connection.WaitForLeaveAsync(left) : keys;
                return context.StreamAsync<WatchShell, ShellOutput>(
                    "shell.watch",
                    request with
                    {
                        Rows = request.Rows ?? WindowWatch.Size?.Rows,
                        Columns = request.Columns ?? WindowWatch.Size?.Columns,
                        After = connection._position ?? request.After,
                        Instance = connection._instance ?? request.Instance,
                    },
                    cancel: left.Token);
            });
        }
        finally
        {
            await left.CancelAsync();
            await keys.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>For what reads here instead of somebody: the bytes, or with <c>-o json</c> the records.</summary>
    private static async Task<int> PassOnAsync(WatchShell request, ClientContext context)
    {
        using var watch = context.WatchOutput();
        await foreach (var output in context.StreamAsync<WatchShell, ShellOutput>("shell.watch", request))
        {
            if (!context.Output.IsForPeople)
            {
                await context.Output.ShowItemAsync(ShellJson.Default.ShellOutput, output, context.Interrupts.Ended);
            }
            else if (output.Bytes is { } bytes)
            {
                await context.Terminal.Output.WriteAsync(bytes);
            }
        }

        return 0;
    }

    private static void RequireTerminal(ClientContext context, string otherwise)
    {
        if (!context.Terminal.Facts.InputIsTerminal || !context.Terminal.Facts.OutputIsTerminal)
        {
            throw Fault.Invalid("standard input or output is no terminal, and a shell wants somebody who types", otherwise);
        }
    }

    private async Task<int> OnTerminalAsync(string hint, Func<IAsyncEnumerable<ShellOutput>> open)
    {
        using (new RawTerminal(_context.Interrupts))
        {
            try
            {
                await ShowAllAsync(hint, open);
            }
            finally
            {
                await WriteAsync(_position is null ? "" : ScreenPainter.Leave);
            }
        }

        await _context.Output.NoteAsync(_exit is { } code ? $"shell {_name} ended with {code}" : $"left shell {_name}, which goes on");
        return _exit ?? 0;
    }

    /// <summary>An engine that went away may have made room for the next: the shell is where it was.</summary>
    private async Task ShowAllAsync(string hint, Func<IAsyncEnumerable<ShellOutput>> open)
    {
        for (var tries = 0; ;)
        {
            try
            {
                await foreach (var output in open())
                {
                    tries = 0;
                    await ShowAsync(output, hint);
                }

                return;
            }
            catch (Fault) when (_hasLeft)
            {
                return;
            }
            catch (OperationCanceledException) when (_hasLeft)
            {
                return;
            }
            catch (Fault gone) when (_position is not null && IsAway(gone) && tries < ClientContext.TriesMax)
            {
                tries++;
                await AgainAsync(tries);
            }
        }
    }

    private bool IsAway(Fault fault) => fault.Info.Code is FaultKind.Unavailable or FaultKind.Cancelled
        && !_context.Interrupts.Ended.IsCancellationRequested;

    private async Task AgainAsync(int tries)
    {
        try
        {
            await _context.NextEngineAsync(tries, _context.Interrupts.Ended);
        }
        catch (Fault none) when (none.Info.Code == FaultKind.Unavailable)
        {
            // The next try says so too.
        }
    }

    private async Task ShowAsync(ShellOutput output, string hint)
    {
        if (output.Viewers is { } viewers)
        {
            await TellAsync(viewers, hint);
            _instance = output.Instance;
        }

        if (output.Bytes is { } bytes)
        {
            await _context.Terminal.Output.WriteAsync(bytes);
            _position = output.Position;
        }

        _exit = output.Exit ?? _exit;
    }

    /// <summary>Who else is there: at first in a line above the screen, then in the window's title, where it disturbs nothing.</summary>
    private async Task TellAsync(IReadOnlyList<string> viewers, string hint)
    {
        var all = string.Join(", ", viewers);
        if (_position is null && _instance is null)
        {
            await WriteAsync($"shell {_name}: {all}{hint}\r\n");
        }
        else if (all != _others)
        {
            await WriteAsync($"\e]2;{_name}: {all}\a");
        }

        _others = all;
    }

    private async Task WriteAsync(string text) => await _context.Terminal.Output.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>What is typed, up to the key that leaves, and each change of the window.</summary>
    private async IAsyncEnumerable<ShellInput> TypedAsync(
        WindowWatch window, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var chunk = new byte[ChunkBytes];
        var known = WindowWatch.Size;
        var reading = _context.Terminal.Input.ReadAsync(chunk, cancel).AsTask();
        while (true)
        {
            var changed = window.Changed;
            if (WindowWatch.Size is { } size && size != known)
            {
                known = size;
                yield return new ShellInput(Rows: size.Rows, Columns: size.Columns);
            }

            await Task.WhenAny(reading, changed);
            cancel.ThrowIfCancellationRequested();
            if (!reading.IsCompleted)
            {
                continue;
            }

            var typed = chunk.AsMemory(0, await reading);
            var leave = _leave is { } key ? typed.Span.IndexOf(key) : -1;
            _hasLeft = typed.Length == 0 || leave >= 0;
            if ((leave >= 0 ? typed[..leave] : typed) is { Length: > 0 } rest)
            {
                yield return new ShellInput(rest.ToArray());
            }

            if (_hasLeft)
            {
                yield break;
            }

            reading = _context.Terminal.Input.ReadAsync(chunk, cancel).AsTask();
        }
    }

    private async Task WaitForLeaveAsync(CancellationTokenSource left)
    {
        var chunk = new byte[ChunkBytes];
        int read;
        do
        {
            read = await _context.Terminal.Input.ReadAsync(chunk, left.Token);
        }
        while (read > 0 && !chunk.AsSpan(0, read).ContainsAny((byte)'q', (byte)3));
        _hasLeft = true;
        await left.CancelAsync();
    }
}
