using Dxflow.Operations;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>Cuts a stream at its newlines. What it returns is valid until the next is asked for.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>An event with all labels of a container, or a step of a build, is far below.</summary>
    public const int LineBytesMax = 4 << 20;

    private byte[] buffer = new byte[16 << 10];
    private int start;
    private int filled;

    /// <summary>Without the newline; null at the end.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancel)
    {
        var searched = start;
        while (true)
        {
            var newline = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                return Take(searched + newline);
            }

            MakeRoom();
            searched = filled;
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancel);
            if (read == 0)
            {
                // Written out: a null here would else become an empty line, by way of an array.
                if (filled == start)
                {
                    return null;
                }

                return Take(filled);
            }

            filled += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int end)
    {
        var line = buffer.AsMemory(start, end - start);
        start = Math.Min(end + 1, filled);
        return line.TrimEnd((byte)'\r');
    }

    /// <summary>Moves what is unread to the front, and grows where that gives no room.</summary>
    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            start = 0;
        }

        if (filled == buffer.Length)
        {
            if (filled >= LineBytesMax)
            {
                throw new Fault(FaultKind.Exhausted, $"a line of the container engine's answer is longer than {LineBytesMax} bytes");
            }

            Array.Resize(ref buffer, Math.Min(buffer.Length * 4, LineBytesMax));
        }
    }
}
