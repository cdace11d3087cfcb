using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells.Holding.Wire;

/// <summary>What an engine can want of a holder.</summary>
internal enum HolderVerb
{
    List,
    Start,
    Show,
    Type,
    Kill,
    Remove,
    View,

    /// <summary>From protocol 2 on.</summary>
    Record,
}

/// <summary>
/// Who a holder is. An engine speaks the holder's <see cref="Protocol"/>, since the holder may be the older program: what that does not
/// know is not asked of it.
/// </summary>
internal sealed record HolderGreeting(int Protocol, string Program, int Pid);

/// <summary>One question. <see cref="Shell"/> is a shell's id, which no other shell ever has.</summary>
internal sealed record HolderAsk(
    HolderVerb Verb, string? Shell = null, ShellStart? Start = null, byte[]? Bytes = null, ViewerTerms? View = null, string? Signal = null,
    RecordTerms? Record = null)
{
    /// <summary>The first protocol that knows this question.</summary>
    public int Since() => Verb == HolderVerb.Record ? 2 : Start?.Since() ?? 1;

    /// <summary>The same without what a holder of an older protocol does not know and can do without.</summary>
    public HolderAsk Before(int protocol) => protocol >= RecordTerms.EntrySince ? this : this with
    {
        Record = Record?.WithoutEntry(),
        Start = Start is null ? null : Start with { Record = Start.Record?.WithoutEntry() },
    };
}

/// <summary>The answer; with a fault nothing was done.</summary>
internal sealed record HolderReply(
    IReadOnlyList<HeldState>? Shells = null, FaultInfo? Fault = null, IReadOnlyList<string>? Lines = null);

/// <summary>
/// A program on a terminal, of this machine or in a container. The environment is all of it, or what is added to the container's; <see
/// cref="Directory"/> is where the shell's files are. An empty working directory is the container's own.
/// </summary>
internal sealed record ShellStart(
    string Id, string Directory, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory, int Rows, int Columns, double? IdleSeconds = null, double? LifeSeconds = null,
    RecordTerms? Record = null, TaskContainer? Container = null)
{
    /// <summary>The first protocol that knows all of this.</summary>
    public int Since() => Record is null && Container is null ? 1 : 2;
}

/// <summary>
/// A recording that begins: its file, which is not there yet, and how large it may become. The holder fills in the header's size and time.
/// </summary>
internal sealed record RecordTerms(string Name, string Path, long BytesMax, CastHeader Header)
{
    /// <summary>The first protocol whose recordings have the number of their entry in the audit log.</summary>
    public const int EntrySince = 3;

    public RecordTerms WithoutEntry() => this with { Header = Header with { Dxflow = Header.Dxflow with { Entry = null } } };
}

/// <summary>
/// How a shell stands. <see cref="Position"/>: how many bytes it has shown; <see cref="Recording"/>: what is written of it now.
/// </summary>
internal sealed record HeldState(
    string Id, int Rows, int Columns, long Position, DateTimeOffset Active, IReadOnlyList<HeldViewer> Viewers, string Title,
    ShellEnd? End = null, string? Recording = null);

/// <summary>Somebody who looks on; one who types has a say in the size.</summary>
internal sealed record HeldViewer(string Who, bool Types);

/// <summary>How a shell ended, and why: <c>exited</c>, <c>killed</c>, <c>idle</c>, <c>life</c>. Also the content of its file.</summary>
internal sealed record ShellEnd(DateTimeOffset At, int Exit, string Why);

/// <summary>
/// How somebody looks on. Without a window it is the shell's own size. <see cref="After"/>: the position up to which they have seen it,
/// on a terminal that is still as it was; otherwise all of it is painted, and <see cref="History"/> lines before it.
/// </summary>
internal sealed record ViewerTerms(
    string Who, bool Types, int? Rows = null, int? Columns = null, long? After = null, int History = 0);

/// <summary>To a viewer, when something of it changes. With <see cref="End"/> it is the last.</summary>
internal sealed record ShellNotice(int Rows, int Columns, IReadOnlyList<HeldViewer> Viewers, ShellEnd? End = null);
