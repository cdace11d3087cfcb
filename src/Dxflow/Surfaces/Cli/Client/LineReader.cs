using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>Cuts bytes into lines, without their ends; the last one need not have one.</summary>
internal sealed class LineReader(Stream body, int lineBytesMax)
{
    private byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line; null at the end of the body.</summary>
    public async ValueTask<byte[]?> NextAsync(CancellationToken cancel)
    {
        var searched = _start;
        while (true)
        {
            var newline = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
            if (newline >= 0)
            {
                var line = _buffer[_start..newline];
                _start = newline + 1;
                return line;
            }

            searched = _end - _start;
            MakeRoom();
            var read = await body.ReadAsync(_buffer.AsMemory(_end), cancel);
            if (read == 0)
            {
                var rest = _buffer[_start.._end];
                _start = _end;
                return rest.Length > 0 ? rest : null;
            }

            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_end - _start >= lineBytesMax)
        {
            throw Fault.Unavailable($"The engine sent a line of more than {lineBytesMax} bytes.");
        }

        var target = _end - _start > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        (_buffer, _end, _start) = (target, _end - _start, 0);
    }
}
