using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Talking;

/// <summary>
/// Between a client and a program beside a task or in a container: what is sent goes in, what is written comes out, the exit code comes
/// last. A record that makes no sense ends it. Whatever ends it, nothing of it is left when the enumeration is over; the program is its
/// owner's to end.
/// </summary>
internal static class ExecTalk
{
    private const int ChunkBytes = 32 * 1024;
    private const int WaitingChunksMax = 64;
    private const int TermCharactersMax = 64;
    private const string TermUsual = "xterm";

    /// <summary>What the runtime is asked for; every problem of the request at once.</summary>
    public static ExecSpec Spec(ExecTerms request)
    {
        var problems = new List<Problem>();
        var size = new TerminalSize(request.Rows ?? TerminalSize.Usual.Rows, request.Columns ?? TerminalSize.Usual.Columns);
        if (request.Command.Count == 0)
        {
            problems.Add(new Problem("there is nothing to run", "give the program after --, as in … -- ls"));
        }

        if (request.Command.Any(static word => word.Contains('\0')))
        {
            problems.Add(new Problem("a word of the command holds a NUL character", "leave it out; no program can be given one"));
        }

        if ((request.Env ?? new Dictionary<string, string>()).FirstOrDefault(static pair => !IsVariable(pair)) is { Key: { } wrong })
        {
            problems.Add(new Problem($"'{wrong}' is no variable that a program can be given", "write NAME=VALUE, without NUL characters"));
        }

        if (request.Workdir is { } directory && (directory.Length == 0 || directory.Contains('\0')))
        {
            problems.Add(new Problem("workdir is no path", "leave it out, and the program starts where the task did"));
        }

        if (request.User is { } user && (user.Length == 0 || user.Contains('\0')))
        {
            problems.Add(new Problem("user is nobody", "write USER or USER:GROUP"));
        }

        if (request is { Detach: true } and ({ Interactive: true } or { Tty: true }))
        {
            problems.Add(new Problem("a detached program has neither standard input nor a terminal", "leave out -i and -t, or -d"));
        }

        if (!size.IsSane)
        {
            problems.Add(Unseen(size));
        }

        if (request.Term is { } term && (term.Length is 0 or > TermCharactersMax || !term.All(IsOfName)))
        {
            problems.Add(new Problem(
                $"term is no kind of terminal, or longer than {TermCharactersMax} characters", "for example xterm-256color"));
        }

        if (!request.Tty && (request.Rows ?? request.Columns) is not null)
        {
            problems.Add(new Problem("only a terminal has rows and columns", "ask for one with tty"));
        }

        if (problems.Count > 0)
        {
            throw new Fault(new FaultInfo(FaultKind.Invalid, problems[0].Message, problems[0].Fix, problems.Count > 1 ? problems : null));
        }

        var variables = new Dictionary<string, string>(request.Env ?? new Dictionary<string, string>());
        if (request.Tty)
        {
            variables.TryAdd("TERM", request.Term ?? TermUsual);
        }

        return new ExecSpec(
            request.Command, variables.Count == 0 ? null : variables, request.Workdir, request.Tty ? size : null, request.User,
            Detached: request.Detach);
    }

    public static async IAsyncEnumerable<ExecOutput> RunAsync(
        IExecSession session, ExecTerms request, IAsyncEnumerable<ExecInput> input, [EnumeratorCancellation] CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var chunks = Channel.CreateBounded<ExecOutput>(WaitingChunksMax);
        var feeding = FeedAsync(session, request, input, chunks.Writer, over.Token);
        var reading = ReadAllAsync(session, chunks.Writer, over.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(ended))
            {
                yield return chunk;
            }

            await reading;
            yield return new ExecOutput([], Exit: await session.Exited.WaitAsync(ended));
        }
        finally
        {
            await over.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FeedAsync(
        IExecSession session, ExecTerms request, IAsyncEnumerable<ExecInput> input, ChannelWriter<ExecOutput> told, CancellationToken over)
    {
        var isOpen = request.Interactive;
        try
        {
            if (!isOpen)
            {
                End(session, request);
            }

            await foreach (var record in input.WithCancellation(over))
            {
                if (SizeOf(record, request) is { } size)
                {
                    session.Resize(size);
                }

                if (record.Bytes is { Length: > 0 } bytes)
                {
                    await WriteAsync(session, isOpen ? bytes : throw Closed(request), over);
                }

                if (record.End)
                {
                    isOpen = false;
                    End(session, request);
                }
            }

            End(session, request);
        }
        catch (Fault refused)
        {
            told.TryComplete(refused);
        }
    }

    private static async Task WriteAsync(IExecSession session, byte[] bytes, CancellationToken over)
    {
        try
        {
            await session.Input.WriteAsync(bytes, over);
            await session.Input.FlushAsync(over);
        }
        catch (IOException)
        {
            // The program has closed its standard input; what is meant for it goes nowhere, as in a shell.
        }
    }

    /// <summary>A terminal has no end but the one that is typed.</summary>
    private static void End(IExecSession session, ExecTerms request)
    {
        if (!request.Tty)
        {
            session.Input.Close();
        }
    }

    private static TerminalSize? SizeOf(ExecInput record, ExecTerms request)
    {
        if (record.Rows is null && record.Columns is null)
        {
            return null;
        }

        var size = new TerminalSize(record.Rows ?? 0, record.Columns ?? 0);
        return !request.Tty
            ? throw Fault.Invalid("only a terminal has rows and columns", "ask for one with tty")
            : size.IsSane ? size : throw Fault.Invalid(Unseen(size).Message, Unseen(size).Fix);
    }

    private static Fault Closed(ExecTerms request) => request.Interactive
        ? Fault.Invalid("standard input has ended, and more was sent")
        : Fault.Invalid("bytes were sent to a program without standard input", "ask for it with interactive");

    private static Problem Unseen(TerminalSize size) => new(
        $"{size.Rows} rows and {size.Columns} columns are no window", $"give both, from 1 to {TerminalSize.Max}");

    private static bool IsVariable(KeyValuePair<string, string> pair) =>
        pair.Key.Length > 0 && !pair.Key.AsSpan().ContainsAny('=', '\0') && !pair.Value.Contains('\0');

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '+';

    private static async Task ReadAllAsync(IExecSession session, ChannelWriter<ExecOutput> to, CancellationToken over)
    {
        try
        {
            await Task.WhenAll(ReadAsync(session.Output, false, to, over), ReadAsync(session.Error, true, to, over));
        }
        finally
        {
            to.TryComplete();
        }
    }

    private static async Task ReadAsync(Stream from, bool error, ChannelWriter<ExecOutput> to, CancellationToken over)
    {
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await from.ReadAsync(chunk, over)) > 0)
        {
            await to.WriteAsync(new ExecOutput(chunk[..read], error), over);
        }
    }
}
