using System.Text;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Containers.Hooks;

/// <summary>
/// What a hook writes, line by line into the log of its container, each with a mark before it that says whose it is. Where the log does not
/// keep up for a while the hook waits, and then lines are left out, and counted: a hook is never held up by its log.
/// </summary>
internal sealed class HookLines(string mark, Func<bool, byte[], bool> tryAdd, TimeProvider time)
{
    /// <summary>Longer lines come in pieces.</summary>
    public const int LineBytesMax = LogCursor.LineBytesMax / 2;

    private const int TriesMax = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly byte[] begin = Encoding.UTF8.GetBytes($"[{mark}] ");
    private readonly MemoryStream[] lines = [new(), new()];
    private long lost;

    public async Task AddAsync(FramePiece piece, CancellationToken cancel)
    {
        var line = lines[piece.Error ? 1 : 0];
        var left = piece.Bytes;
        while (left.Length > 0)
        {
            var newline = left.Span.IndexOf((byte)'\n');
            var taken = Math.Min(newline < 0 ? left.Length : newline, LineBytesMax - (int)line.Length);
            line.Write(left.Span[..taken]);
            left = left[taken..];
            if (newline == taken)
            {
                left = left[1..];
            }
            else if (line.Length < LineBytesMax)
            {
                break;
            }

            await TakeAsync(piece.Error, cancel);
        }
    }

    /// <summary>It writes no more.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        foreach (var error in (bool[])[false, true])
        {
            if (lines[error ? 1 : 0].Length > 0)
            {
                await TakeAsync(error, cancel);
            }
        }

        if (lost > 0)
        {
            await PutAsync(true, Encoding.UTF8.GetBytes($"{lost} lines were left out: the log did not keep up"), cancel);
        }
    }

    private async Task TakeAsync(bool error, CancellationToken cancel)
    {
        var line = lines[error ? 1 : 0].ToArray();
        lines[error ? 1 : 0].SetLength(0);
        lost += await PutAsync(error, line, cancel) ? 0 : 1;
    }

    private async Task<bool> PutAsync(bool error, byte[] line, CancellationToken cancel)
    {
        byte[] marked = [.. begin, .. line, (byte)'\n'];
        for (var tries = 0; tries < TriesMax && lost == 0; tries++)
        {
            if (tryAdd(error, marked))
            {
                return true;
            }

            await Task.Delay(Pause, time, cancel);
        }

        return tryAdd(error, marked);
    }
}
