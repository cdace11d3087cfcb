using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// The functions of Windows behind a program on a pseudo-console, from 10.0.17763 on (consoleapi.h, processthreadsapi.h, jobapi2.h). Raw:
/// who calls checks the result, which is an HRESULT where the console is made and sized, and elsewhere a BOOL with the code left behind.
/// </summary>
internal static unsafe partial class ConsoleCalls
{
    /// <summary>ProcThreadAttributeValue: the number, and 0x20000 for what is given to the new process.</summary>
    public const nuint PseudoConsoleAttribute = 22 | 0x20000;
    public const nuint JobListAttribute = 13 | 0x20000;

    public const uint ExtendedStartup = 0x80000;
    public const uint UnicodeEnvironment = 0x400;

    /// <summary>
    /// STARTF_USESTDHANDLES: with none given the program has those of its console, not what this process was redirected to.
    /// </summary>
    public const uint OwnStreams = 0x100;

    public const int ExtendedLimits = 9;
    public const uint KillOnClose = 0x2000;

    private const string Kernel32 = "kernel32";

    /// <summary>S_OK is 0. <paramref name="window"/>: <see cref="ConsoleWindow.Of"/>.</summary>
    [LibraryImport(Kernel32, EntryPoint = "CreatePseudoConsole")]
    public static partial int Create(uint window, SafeHandle input, SafeHandle output, uint flags, out nint console);

    [LibraryImport(Kernel32, EntryPoint = "ResizePseudoConsole")]
    public static partial int Resize(SafeConsoleHandle console, uint window);

    [LibraryImport(Kernel32, EntryPoint = "ClosePseudoConsole")]
    public static partial void Close(nint console);

    [LibraryImport(Kernel32, EntryPoint = "InitializeProcThreadAttributeList", SetLastError = true)]
    public static partial int InitAttributes(void* list, int count, uint flags, ref nuint bytes);

    [LibraryImport(Kernel32, EntryPoint = "UpdateProcThreadAttribute", SetLastError = true)]
    public static partial int SetAttribute(
        void* list, uint flags, nuint attribute, void* value, nuint bytes, void* before, void* returned);

    [LibraryImport(Kernel32, EntryPoint = "DeleteProcThreadAttributeList")]
    public static partial void DeleteAttributes(void* list);

    /// <summary>The line is written to, and is the caller's copy.</summary>
    [LibraryImport(Kernel32, EntryPoint = "CreateProcessW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int CreateProcess(
        string program, char* line, void* processSecurity, void* threadSecurity, int inherit, uint flags, char* environment,
        string directory, StartupInfoEx* startup, out ProcessInformation process);

    [LibraryImport(Kernel32, EntryPoint = "GetExitCodeProcess", SetLastError = true)]
    public static partial int ExitCodeOf(SafeWaitHandle process, out uint code);

    [LibraryImport(Kernel32, EntryPoint = "CreateJobObjectW", SetLastError = true)]
    public static partial nint CreateJob(void* security, void* name);

    [LibraryImport(Kernel32, EntryPoint = "SetInformationJobObject", SetLastError = true)]
    public static partial int SetJob(SafeHandle job, int kind, ExtendedLimitInformation* limits, uint bytes);

    [LibraryImport(Kernel32, EntryPoint = "TerminateJobObject", SetLastError = true)]
    public static partial int EndJob(SafeHandle job, uint code);

    [LibraryImport(Kernel32, EntryPoint = "CloseHandle", SetLastError = true)]
    public static partial int CloseHandle(nint handle);

    /// <summary>STARTUPINFOEXW: STARTUPINFOW (104 bytes where pointers have 8) and the list of attributes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StartupInfoEx
    {
        public uint Bytes;
        public nint Reserved;
        public nint Desktop;
        public nint Title;
        public uint X;
        public uint Y;
        public uint Width;
        public uint Height;
        public uint ColumnsOfBuffer;
        public uint RowsOfBuffer;
        public uint Colours;
        public uint Flags;
        public ushort ShowWindow;
        public ushort ReservedBytes;
        public nint ReservedMore;
        public nint Input;
        public nint Output;
        public nint Error;
        public void* Attributes;
    }

    /// <summary>PROCESS_INFORMATION: both handles are the caller's to close.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ProcessInformation
    {
        public nint Process;
        public nint Thread;
        public uint ProcessId;
        public uint ThreadId;
    }

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION: the basic limits (64 bytes), IO_COUNTERS (48), and those of memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ExtendedLimitInformation
    {
        public long ProcessTime;
        public long JobTime;
        public uint Flags;
        public nuint WorkingSetMin;
        public nuint WorkingSetMax;
        public uint ProcessesMax;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
        public fixed ulong Transfers[6];
        public nuint ProcessBytesMax;
        public nuint JobBytesMax;
        public nuint ProcessBytesPeak;
        public nuint JobBytesPeak;
    }
}
