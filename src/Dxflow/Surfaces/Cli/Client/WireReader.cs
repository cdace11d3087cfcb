using System.Text;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>Buffered reading of lines and bytes from a connection. Its end where something was promised is a fault, not an end.</summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    public static Fault Broken(string what) => Fault.Unavailable($"The engine answered with {what}.", "Is something else listening there?");

    /// <summary>The line without its end (CRLF or LF).</summary>
    public async ValueTask<string> LineAsync(int bytesMax, CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (true)
        {
            var newline = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var upTo = newline < 0 ? _end : newline;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, upTo - _start));
            _start = newline < 0 ? _end : newline + 1;
            if (newline >= 0)
            {
                return line is [.., '\r'] ? line.ToString(0, line.Length - 1) : line.ToString();
            }

            if (line.Length > bytesMax)
            {
                throw Broken("a line without end");
            }

            await FillAsync(cancel);
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancel)
    {
        if (_start == _end && into.Length >= _buffer.Length)
        {
            return await ReceiveAsync(into, cancel);
        }

        if (_start == _end)
        {
            await FillAsync(cancel);
        }

        var count = Math.Min(into.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(into);
        _start += count;
        return count;
    }

    private async ValueTask FillAsync(CancellationToken cancel)
    {
        _start = 0;
        _end = 0;
        _end = await ReceiveAsync(_buffer, cancel);
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel)
    {
        int read;
        try
        {
            read = await stream.ReadAsync(into, cancel);
        }
        catch (IOException cut)
        {
            throw new Fault(
                FaultKind.Unavailable, "The connection to the engine was cut.", "Is it still running? dxflow boot status tells.", cut);
        }

        return read > 0
            ? read
            : throw Fault.Unavailable(
                "The engine ended the connection in the middle of an answer.", "Is it still running? dxflow boot status tells.");
    }
}
