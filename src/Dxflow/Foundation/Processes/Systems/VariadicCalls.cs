using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Processes.Systems;

/// <summary>
/// fcntl and ioctl, whose last argument is one of any number. Everywhere but on Apple's arm64 it is passed like the others; there it is
/// looked for on the stack, where a ninth argument lies as well: eight fill the registers.
/// </summary>
internal static unsafe partial class VariadicCalls
{
    private static readonly bool OnStack = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>-1, and errno, for a failure.</summary>
    public static int Control(SafeHandle file, int command, nint argument) => OnStack
        ? ControlOnStack(file, command, 0, 0, 0, 0, 0, 0, argument)
        : ControlInRegister(file, command, argument);

    /// <summary>-1, and errno, for a failure.</summary>
    public static int Device(SafeHandle file, nuint request, void* argument) => OnStack
        ? DeviceOnStack(file, request, 0, 0, 0, 0, 0, 0, argument)
        : DeviceInRegister(file, request, argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlInRegister(SafeHandle file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlOnStack(
        SafeHandle file, int command, nint third, nint fourth, nint fifth, nint sixth, nint seventh, nint eighth, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DeviceInRegister(SafeHandle file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DeviceOnStack(
        SafeHandle file, nuint request, nint third, nint fourth, nint fifth, nint sixth, nint seventh, nint eighth, void* argument);
}
