using Dxflow.Foundation.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>
/// Writes to an open descriptor at its own position, as programs that share a standard output must: the framework's file stream keeps
/// a position of its own and two programs would overwrite each other. A closed pipe is an <see cref="IOException"/> with EPIPE.
/// </summary>
internal sealed class DescriptorStream(SafeFileHandle file, string name) : Stream
{
    public bool IsReaderGone => TerminalCalls.IsReaderGone(file);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => FileCalls.WriteNext(file, buffer, name);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
