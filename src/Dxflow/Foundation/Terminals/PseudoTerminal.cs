using System.Runtime.InteropServices;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Systems;
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

    /// <summary>FD_CLOEXEC.</summary>
    private const int CloseOnExec = 1;

    private readonly SafeFileHandle _outer;

    private PseudoTerminal(SafeFileHandle outer, string path, SafeFileHandle? inner, IReadiness ready)
    {
        (_outer, Path, Inner) = (outer, path, inner);
        Output = new PipeEnd(outer, ready, toWrite: false);
        Input = new PipeEnd(Duplicate(outer), ready, toWrite: true);
    }

    public string Path { get; }

    public Stream Input { get; }

    public Stream Output { get; }

    /// <summary>The inner end, where this holds it; see <see cref="LetGo"/>.</summary>
    public SafeFileHandle? Inner { get; }

    /// <summary>
    /// Text is taken to be UTF-8, so that erasing takes a whole character. A failure is an <see cref="IOException"/>. With
    /// <paramref name="holdsInner"/> the inner end is open from the start, without being this process's own terminal: some systems set
    /// nothing, and see an end, where nobody has it open.
    /// </summary>
    public static PseudoTerminal Open(TerminalSize size, IReadiness ready, bool holdsInner = false)
    {
        var outer = new SafeFileHandle(TerminalCalls.OpenOuter(SystemNumbers.Here.OuterFlags), ownsHandle: true);
        var inner = default(SafeFileHandle);
        try
        {
            if (outer.IsInvalid
                || VariadicCalls.Control(outer, Kernel.SetDescriptorFlags, CloseOnExec) != 0
                || TerminalCalls.Grant(outer) != 0
                || TerminalCalls.Unlock(outer) != 0)
            {
                throw Failed();
            }

            var path = NameOf(outer);
            inner = holdsInner ? OpenInner(path) : null;
            TerminalMode.Of(inner ?? outer)?.Utf8().Set(inner ?? outer);
            SetSize(inner ?? outer, size);
            return new PseudoTerminal(outer, path, inner, ready);
        }
        catch
        {
            outer.Dispose();
            inner?.Dispose();
            throw;
        }
    }

    /// <summary>The program has the inner end now, and nobody else: the terminal ends with it.</summary>
    public void LetGo() => Inner?.Dispose();

    /// <summary>The programs in the foreground are told by SIGWINCH.</summary>
    public void Resize(TerminalSize size) => SetSize(_outer, size);

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        _outer.Dispose();
        LetGo();
    }

    private static SafeFileHandle OpenInner(string path)
    {
        var inner = new SafeFileHandle(TerminalCalls.OpenInner(path, SystemNumbers.Here.InnerFlags), ownsHandle: true);
        return inner.IsInvalid ? throw Failed() : inner;
    }

    private static unsafe string NameOf(SafeFileHandle outer)
    {
        var path = stackalloc byte[PathBytesMax];
        var error = TerminalCalls.NameOf(outer, path, PathBytesMax);
        return error == 0 ? Marshal.PtrToStringUTF8((nint)path)! : throw new ProcessException("make", "a terminal", error);
    }

    /// <summary>Reading and writing are waited for side by side, which takes a descriptor each.</summary>
    private static SafeFileHandle Duplicate(SafeFileHandle file)
    {
        var copy = VariadicCalls.Control(file, SystemNumbers.Here.DuplicateCloseOnExec, 0);
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
