using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals;

/// <summary>
/// The outer end of a new pseudo-terminal, which a terminal emulator would hold. <see cref="Path"/> names the inner end: a program that is
/// spawned on it (<see cref="Processes.Spawning.SpawnSpec.Terminal"/>) has it as its controlling terminal. <see cref="Output"/> ends when
/// the program's session has ended; <see cref="Input"/> is what a person types, so Ctrl-C is byte 3 and an end is byte 4. Disposing hangs
/// up: whoever is left on the terminal gets SIGHUP.
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int PathBytesMax = 128;

    private readonly SafeFileHandle _outer;

    private PseudoTerminal(SafeFileHandle outer, string path, ReadyThread ready)
    {
        (_outer, Path) = (outer, path);
        Output = new PipeEnd(outer, ready, toWrite: false);
        Input = new PipeEnd(Duplicate(outer), ready, toWrite: true);
    }

    public string Path { get; }

    public Stream Input { get; }

    public Stream Output { get; }

    /// <summary>Text is taken to be UTF-8, so that erasing takes a whole character. A failure is an <see cref="IOException"/>.</summary>
    public static unsafe PseudoTerminal Open(TerminalSize size, ReadyThread ready)
    {
        var outer = new SafeFileHandle(
            TerminalCalls.OpenOuter(Libc.ReadWrite | TerminalCalls.NoControllingTerminal | Libc.CloseOnExec), ownsHandle: true);
        try
        {
            var path = stackalloc byte[PathBytesMax];
            if (outer.IsInvalid || TerminalCalls.Grant(outer) != 0 || TerminalCalls.Unlock(outer) != 0)
            {
                throw Failed();
            }

            var error = TerminalCalls.NameOf(outer, path, PathBytesMax);
            if (error != 0)
            {
                throw new ProcessException("make", "a terminal", error);
            }

            TerminalMode.Of(outer)?.Utf8().Set(outer);
            SetSize(outer, size);
            return new PseudoTerminal(outer, Marshal.PtrToStringUTF8((nint)path)!, ready);
        }
        catch
        {
            outer.Dispose();
            throw;
        }
    }

    /// <summary>The programs in the foreground are told by SIGWINCH.</summary>
    public void Resize(TerminalSize size) => SetSize(_outer, size);

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        _outer.Dispose();
    }

    /// <summary>Reading and writing are waited for side by side, which takes a descriptor each.</summary>
    private static SafeFileHandle Duplicate(SafeFileHandle file)
    {
        var copy = Kernel.Control(file, Kernel.DuplicateCloseOnExec, 0);
        return copy >= 0 ? new SafeFileHandle(copy, ownsHandle: true) : throw Failed();
    }

    private static void SetSize(SafeFileHandle outer, TerminalSize size)
    {
        if (!TerminalCalls.SetSize(outer, size))
        {
            throw Failed();
        }
    }

    private static ProcessException Failed() => new("make", "a terminal", Marshal.GetLastPInvokeError());
}
