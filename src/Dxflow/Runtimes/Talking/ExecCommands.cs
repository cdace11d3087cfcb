using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Runtimes.Talking;

/// <summary>
/// A program run elsewhere, in a terminal here: output and error come back, with <c>-i</c> standard input goes in, with <c>-t</c> all of
/// it is a terminal, which is this one in raw mode. The program's exit code is the command's. Failures of our own are 125, as Docker's,
/// so that they are told from the program's.
/// </summary>
internal static class ExecCommands
{
    private const int OwnFailure = 125;
    private const int ChunkBytes = 64 * 1024;

    /// <param name="operation">The duplex operation.</param>
    /// <param name="request">Its request.</param>
    /// <param name="terms">What that says of streams and terminal.</param>
    /// <param name="with">The request with other terms: the window's size is known only here.</param>
    /// <param name="context">The command.</param>
    public static async Task<int> RunAsync<TRequest>(
        string operation, TRequest request, ExecTerms terms, Func<TRequest, ExecTerms, TRequest> with, ClientContext context)
        where TRequest : class
    {
        var talk = (ExecTerms now, WindowWatch? window) => TalkAsync(
            operation, with(request, now), InputAsync(now, window, context), context);
        try
        {
            return await (terms.Tty ? OnTerminalAsync(terms, talk, context) : talk(terms, null));
        }
        catch (Fault fault) when (fault.Info.Code != FaultKind.Cancelled)
        {
            FaultText.Write(context.Terminal.Error, fault.Info);
            return OwnFailure;
        }
    }

    private static async Task<int> OnTerminalAsync(
        ExecTerms terms, Func<ExecTerms, WindowWatch?, Task<int>> talk, ClientContext context)
    {
        if (terms.Interactive && !context.Terminal.Facts.InputIsTerminal)
        {
            throw Fault.Invalid("standard input is no terminal", "with -i alone it is sent as it is; -t is for somebody who types");
        }

        using var window = new WindowWatch();
        var size = WindowWatch.Size;
        terms = terms with
        {
            Rows = terms.Rows ?? size?.Rows,
            Columns = terms.Columns ?? size?.Columns,
            Term = terms.Term ?? (Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term ? term : null),
        };
        using var raw = terms.Interactive ? new RawTerminal(context.Interrupts) : null;
        return await talk(terms, window);
    }

    private static async Task<int> TalkAsync<TRequest>(
        string operation, TRequest request, IAsyncEnumerable<ExecInput> input, ClientContext context)
        where TRequest : class
    {
        var exit = OwnFailure;
        await foreach (var output in context.DuplexAsync<TRequest, ExecInput, ExecOutput>(operation, request, input))
        {
            exit = output.Exit ?? exit;
            await (output.Error ? context.Terminal.ErrorBytes : context.Terminal.Output).WriteAsync(output.Bytes);
        }

        return exit;
    }

    /// <summary>What is typed, and on a terminal each change of its window.</summary>
    private static async IAsyncEnumerable<ExecInput> InputAsync(
        ExecTerms request, WindowWatch? window, ClientContext context, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var never = Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancel);
        var chunk = new byte[ChunkBytes];
        var known = window is null ? null : WindowWatch.Size;
        var reading = request.Interactive ? context.Terminal.Input.ReadAsync(chunk, cancel).AsTask() : null;
        while (reading is not null || window is not null)
        {
            var changed = window?.Changed ?? never;
            if (window is not null && WindowWatch.Size is { } size && size != known)
            {
                known = size;
                yield return new ExecInput(Rows: size.Rows, Columns: size.Columns);
            }

            await Task.WhenAny(reading ?? never, changed);
            cancel.ThrowIfCancellationRequested();
            if (reading is { IsCompleted: true })
            {
                var read = await reading;
                yield return read > 0 ? new ExecInput(chunk[..read]) : new ExecInput(End: true);
                reading = read > 0 ? context.Terminal.Input.ReadAsync(chunk, cancel).AsTask() : null;
            }
        }
    }
}
