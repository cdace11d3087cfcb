using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>What a new process is given beside the usual: its console, and the job it is in from the start.</summary>
internal sealed unsafe class ConsoleAttributes : IDisposable
{
    private const int Count = 2;

    private readonly void* _list;
    private readonly nint* _job;
    private readonly bool _isMade;

    /// <summary>Both handles stay open until this is disposed of: that is the caller's care.</summary>
    public ConsoleAttributes(SafeConsoleHandle console, ConsoleJob job)
    {
        nuint bytes = 0;

        // Says how large it is, and fails.
        _ = ConsoleCalls.InitAttributes(null, Count, 0, ref bytes);
        _list = NativeMemory.AllocZeroed(bytes);

        // The list keeps the place, not what stands there.
        _job = (nint*)NativeMemory.Alloc((nuint)sizeof(nint));
        *_job = job.Handle.DangerousGetHandle();
        _isMade = ConsoleCalls.InitAttributes(_list, Count, 0, ref bytes) != 0;

        // Of a console the handle itself is the value, of jobs a list of handles.
        if (!_isMade
            || !Set(ConsoleCalls.PseudoConsoleAttribute, (void*)console.DangerousGetHandle())
            || !Set(ConsoleCalls.JobListAttribute, _job))
        {
            var failure = ConsoleException.OfLast("set up", "a program on a terminal");
            Dispose();
            throw failure;
        }
    }

    public void* List => _list;

    public void Dispose()
    {
        if (_isMade)
        {
            ConsoleCalls.DeleteAttributes(_list);
        }

        NativeMemory.Free(_list);
        NativeMemory.Free(_job);
    }

    private bool Set(nuint attribute, void* value) =>
        ConsoleCalls.SetAttribute(_list, 0, attribute, value, (nuint)sizeof(nint), null, null) != 0;
}
