using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Processes.Systems;

/// <summary>
/// What Unix systems call alike and number differently, of all that terminals and the programs on them need: by the headers of Linux and of
/// XNU (fcntl.h, ttycom.h, errno.h, wait.h, spawn.h). Everything else they need has one number on both. The rest of the product is for
/// Linux, and has its numbers where it uses them.
/// </summary>
/// <param name="NonBlocking">O_NONBLOCK.</param>
/// <param name="TryAgain">EAGAIN.</param>
/// <param name="OuterFlags">How the outer end of a terminal is opened; close-on-exec where posix_openpt takes that.</param>
/// <param name="InnerFlags">The inner one, by this process: close-on-exec, and never its controlling terminal.</param>
/// <param name="DuplicateCloseOnExec">F_DUPFD_CLOEXEC.</param>
/// <param name="GetWindow">TIOCGWINSZ.</param>
/// <param name="SetWindow">TIOCSWINSZ.</param>
/// <param name="SpawnFlags">
/// posix_spawn: a session of its own, signal mask and dispositions reset, and nothing else open where that can be said.
/// </param>
/// <param name="WaitLeaving">waitid: an end is waited for and not taken (WEXITED, WNOWAIT).</param>
/// <param name="OpensBeforeSession">
/// posix_spawn carries out file actions before the session is made, so a terminal that these open does not become the session's own.
/// </param>
internal sealed record SystemNumbers(
    int NonBlocking, int TryAgain, int OuterFlags, int InnerFlags, int DuplicateCloseOnExec, nuint GetWindow, nuint SetWindow,
    short SpawnFlags, int WaitLeaving, bool OpensBeforeSession)
{
    private const short SignalsReset = 0x4 | 0x8;
    private const int WaitExited = 4;

    public static readonly SystemNumbers Linux = new(
        NonBlocking: 0x800,
        TryAgain: Errno.Again,
        OuterFlags: Libc.ReadWrite | 0x100 | 0x80000,
        InnerFlags: Libc.ReadWrite | 0x100 | 0x80000,
        DuplicateCloseOnExec: 1030,
        GetWindow: 0x5413,
        SetWindow: 0x5414,
        SpawnFlags: 0x80 | SignalsReset,
        WaitLeaving: WaitExited | 0x1000000,
        OpensBeforeSession: false);

    public static readonly SystemNumbers Darwin = new(
        NonBlocking: 0x4,
        TryAgain: 35,
        OuterFlags: Libc.ReadWrite | 0x20000,
        InnerFlags: Libc.ReadWrite | 0x20000 | 0x1000000,
        DuplicateCloseOnExec: 67,
        GetWindow: 0x40087468,
        SetWindow: 0x80087467,
        SpawnFlags: 0x400 | 0x4000 | SignalsReset,
        WaitLeaving: WaitExited | 0x20,
        OpensBeforeSession: true);

    /// <summary>This machine's.</summary>
    public static SystemNumbers Here { get; } = OperatingSystem.IsMacOS() ? Darwin : Linux;
}
