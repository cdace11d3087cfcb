using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Keeping;

namespace Dxflow.Shells;

/// <summary>Those who look on, and those who type: between a client and the holder of the shell.</summary>
internal sealed class ShellViews(KeptShells shells, bool engineIsRoot)
{
    private const int PositionBytes = 9;
    private const int TypedBytesMax = 1 << 20;
    private const int HistoryMax = 10_000;

    public IAsyncEnumerable<ShellOutput> ConnectAsync(ConnectShell request, IAsyncEnumerable<ShellInput> input, Call call) =>
        ViewAsync(
            new WatchShell(request.Name, request.Rows, request.Columns, request.History, request.After, request.Instance), input, call);

    public IAsyncEnumerable<ShellOutput> WatchAsync(WatchShell request, Call call) => ViewAsync(request, null, call);

    private async IAsyncEnumerable<ShellOutput> ViewAsync(
        WatchShell request, IAsyncEnumerable<ShellInput>? input, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        Check(request);
        var record = shells.Known(request.Name);
        ShellRights.Check(call.Caller, record, engineIsRoot);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        using var link = await shells.HeldAsync(record, over.Token);
        await (call.Audited ?? Task.CompletedTask);
        var seen = request.Instance == record.Id ? request.After : null;
        await link.AskAsync(
            new HolderAsk(HolderVerb.View, record.Id, View: new ViewerTerms(
                call.Caller.Identity, input is not null, request.Rows, request.Columns, seen, request.History)),
            over.Token);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        var typing = input is null ? null : TypeAsync(link, input, left);
        try
        {
            while (await NextAsync(link, record.Id, left.Token) is { } output)
            {
                yield return output;
                if (output.Exit is not null)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await left.CancelAsync();
            await (typing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        over.Token.ThrowIfCancellationRequested();

        // The input has ended: in order, or with a record that makes no sense, whose fault is the answer.
        await (typing ?? Task.CompletedTask);
    }

    private static void Check(WatchShell request)
    {
        if (request.Rows is null != request.Columns is null || request.Rows is < 1 or > ushort.MaxValue
            || request.Columns is < 1 or > ushort.MaxValue)
        {
            throw Unseen(request.Rows, request.Columns);
        }

        if (request.History is < 0 or > HistoryMax)
        {
            throw Fault.Invalid($"{request.History} lines of history cannot be shown", $"give 0 to {HistoryMax}");
        }
    }

    private static Fault Unseen(int? rows, int? columns) => Fault.Invalid(
        $"{rows?.ToString() ?? "no"} rows and {columns?.ToString() ?? "no"} columns are no window",
        $"give both, from 1 to {ushort.MaxValue}");

    /// <summary>Null: the client has left.</summary>
    private static async Task<ShellOutput?> NextAsync(HolderLink link, string instance, CancellationToken left)
    {
        try
        {
            var frame = await link.ReadAsync(left) ?? throw new IOException("it went away");
            if (frame.Kind == FrameKind.Notice)
            {
                var notice = frame.Record(FrameKind.Notice, HeldJson.Default.ShellNotice);
                return new ShellOutput(
                    Instance: instance, Rows: notice.Rows, Columns: notice.Columns, Viewers: KeptShells.Names(notice.Viewers),
                    Exit: notice.End?.Exit, Reason: notice.End?.Why);
            }

            if (frame.Kind != FrameKind.Output || frame.Bytes.Length < PositionBytes)
            {
                throw new IOException($"it sent a frame {frame.Kind}, which nobody asked for");
            }

            var content = frame.Bytes.Span;
            return new ShellOutput(
                content[PositionBytes..].ToArray(), BinaryPrimitives.ReadInt64LittleEndian(content), content[PositionBytes - 1] == 1);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (IOException gone)
        {
            throw new Fault(FaultKind.Internal, $"the holder of the shell broke off: {gone.Message}", null, gone);
        }
    }

    private static async Task TypeAsync(HolderLink link, IAsyncEnumerable<ShellInput> input, CancellationTokenSource left)
    {
        try
        {
            await foreach (var record in input.WithCancellation(left.Token))
            {
                if (record.Rows is not null || record.Columns is not null)
                {
                    await link.WriteAsync(FrameKind.Window, Window(record), left.Token);
                }

                if (record.Bytes is { Length: > 0 } bytes)
                {
                    await link.WriteAsync(
                        FrameKind.Typed,
                        bytes.Length <= TypedBytesMax ? bytes : throw Fault.Invalid("too much was typed at once"),
                        left.Token);
                }
            }
        }
        catch (IOException)
        {
            // The holder has gone, which is told where it is read.
            return;
        }
        finally
        {
            await left.CancelAsync();
        }
    }

    private static byte[] Window(ShellInput record)
    {
        if (record is not { Rows: > 0 and <= ushort.MaxValue and var rows, Columns: > 0 and <= ushort.MaxValue and var columns })
        {
            throw Unseen(record.Rows, record.Columns);
        }

        var window = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(window, (ushort)rows);
        BinaryPrimitives.WriteUInt16LittleEndian(window.AsSpan(2), (ushort)columns);
        return window;
    }
}
