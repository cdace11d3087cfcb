using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals;

/// <summary>
/// What only the kernel says about the other end of a descriptor: whether anybody reads there, and how wide a terminal is.
/// The framework's own way writes to the terminal before it answers.
/// </summary>
internal static partial class TerminalCalls
{
    private const short Error = 8;
    private const short HangUp = 16;
    private const nuint GetWindowSize = 0x5413;

    public static bool IsTerminal(int descriptor) => IsATerminal(descriptor) == 1;

    /// <summary>
    /// True once nobody will ever read what is written to this pipe, socket or terminal; a writer that waits learns it no other way.
    /// </summary>
    public static bool IsReaderGone(SafeFileHandle file)
    {
        var request = new PollRequest((int)file.DangerousGetHandle(), 0, 0);
        return Poll(ref request, 1, 0) > 0 && (request.Found & (Error | HangUp)) != 0;
    }

    /// <summary>The columns of a terminal; null: it has none to tell, or is none.</summary>
    public static int? ColumnsOf(int descriptor) =>
        WindowOf(descriptor, GetWindowSize, out var size) == 0 && size.Columns > 0 ? size.Columns : null;

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int WindowOf(int descriptor, nuint request, out WindowSize size);

    /// <summary>struct pollfd: the same on every Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct PollRequest(int Descriptor, short Wanted, short Found);

    /// <summary>struct winsize, in characters and pixels; zeros where a terminal does not know.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct WindowSize(ushort Rows, ushort Columns, ushort Width, ushort Height);
}
