using System.Runtime.InteropServices;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Systems;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals;

/// <summary>
/// What only the kernel says about the other end of a descriptor (whether anybody reads there, whether something is to be read, how large
/// a terminal is), and the calls behind <see cref="PseudoTerminal"/> and <see cref="TerminalMode"/>. The framework's own way writes to the
/// terminal before it answers.
/// </summary>
internal static unsafe partial class TerminalCalls
{
    public static bool IsTerminal(int descriptor) => IsATerminal(descriptor) == 1;

    /// <summary>
    /// True once nobody will ever read what is written to this pipe, socket or terminal; a writer that waits learns it no other way.
    /// </summary>
    public static bool IsReaderGone(SafeFileHandle file) => (Look(file, 0) & (Kernel.PollError | Kernel.PollHangUp)) != 0;

    /// <summary>Whether reading would return at once, be it with the end; a file on a disk always does.</summary>
    public static bool IsReadable(SafeFileHandle file) => Look(file, Kernel.PollIn) != 0;

    /// <summary>The window of a terminal; null: it has none to tell, or is none.</summary>
    public static TerminalSize? SizeOf(int descriptor)
    {
        using var terminal = new SafeFileHandle(descriptor, ownsHandle: false);
        var window = default(WindowSize);
        return VariadicCalls.Device(terminal, SystemNumbers.Here.GetWindow, &window) == 0 && window is { Columns: > 0, Rows: > 0 }
            ? new TerminalSize(window.Rows, window.Columns)
            : null;
    }

    public static bool SetSize(SafeFileHandle terminal, TerminalSize size)
    {
        var window = new WindowSize((ushort)size.Rows, (ushort)size.Columns, 0, 0);
        return VariadicCalls.Device(terminal, SystemNumbers.Here.SetWindow, &window) == 0;
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenOuter(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int Grant(SafeFileHandle outer);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(SafeFileHandle outer);

    /// <summary>The inner end; its third argument is for files that are made.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenInner(string path, int flags);

    /// <summary>Returns an error number.</summary>
    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    public static partial int NameOf(SafeFileHandle outer, byte* name, nuint size);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetMode(SafeHandle terminal, byte* mode);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetMode(SafeHandle terminal, int when, byte* mode);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(byte* mode);

    private static short Look(SafeFileHandle file, short wanted)
    {
        var request = new Kernel.PollRequest((int)file.DangerousGetHandle(), wanted, 0);
        return Kernel.Poll(&request, 1, 0) > 0 ? request.Found : (short)0;
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATerminal(int descriptor);

    /// <summary>struct winsize, in characters and pixels; zeros where a terminal does not know.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct WindowSize(ushort Rows, ushort Columns, ushort Width, ushort Height);
}
