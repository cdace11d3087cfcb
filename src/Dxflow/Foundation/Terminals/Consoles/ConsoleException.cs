using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>A call of Windows failed: what was tried, on what, and why.</summary>
internal sealed class ConsoleException(string operation, string target, int code)
    : IOException($"cannot {operation} {target}: {Marshal.GetPInvokeErrorMessage(code)}")
{
    /// <summary>HRESULTs that stand for a code of Windows itself: this much, and the code.</summary>
    private const int WindowsFacility = unchecked((int)0x80070000);

    public int Code { get; } = code;

    /// <summary>From a function that returns an HRESULT.</summary>
    public static ConsoleException OfResult(string operation, string target, int result) =>
        new(operation, target, (result & unchecked((int)0xffff0000)) == WindowsFacility ? result & 0xffff : result);

    /// <summary>From one that leaves the code behind.</summary>
    public static ConsoleException OfLast(string operation, string target) => new(operation, target, Marshal.GetLastPInvokeError());
}
