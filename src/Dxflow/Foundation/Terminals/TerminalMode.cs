using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Terminals;

/// <summary>
/// How a terminal treats what passes: termios, opaque but for its first field, which is the input flags on Linux (4 bytes) and on macOS
/// (8, the lower first). A value; the terminal changes only by <see cref="Set"/>.
/// </summary>
internal sealed class TerminalMode
{
    /// <summary>Larger than struct termios (60, and 72 on macOS).</summary>
    private const int OpaqueBytes = 256;

    /// <summary>IUTF8, on both.</summary>
    private const uint InputUtf8 = 0x4000;

    private readonly byte[] _fields;

    private TerminalMode(byte[] fields) => _fields = fields;

    /// <summary>Null: this is no terminal.</summary>
    public static unsafe TerminalMode? Of(SafeHandle terminal)
    {
        var fields = new byte[OpaqueBytes];
        fixed (byte* start = fields)
        {
            return TerminalCalls.GetMode(terminal, start) == 0 ? new TerminalMode(fields) : null;
        }
    }

    /// <summary>Every key is a byte, and nothing is echoed or changed on the way: for a terminal whose programs run elsewhere.</summary>
    public unsafe TerminalMode Raw()
    {
        var fields = _fields.ToArray();
        fixed (byte* start = fields)
        {
            TerminalCalls.MakeRaw(start);
        }

        return new TerminalMode(fields);
    }

    public TerminalMode Utf8()
    {
        var fields = _fields.ToArray();
        MemoryMarshal.AsRef<uint>(fields.AsSpan()) |= InputUtf8;
        return new TerminalMode(fields);
    }

    /// <summary>At once; what was typed already stays. False: the terminal has gone.</summary>
    public unsafe bool Set(SafeHandle terminal)
    {
        fixed (byte* start = _fields)
        {
            return TerminalCalls.SetMode(terminal, 0, start) == 0;
        }
    }
}
