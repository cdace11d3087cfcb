using System.Net;

namespace Dxflow.Runtimes.Batch;

/// <summary>
/// A cluster, or a part of one, as the engine's owner has described it. <see cref="Work"/> is a directory that all of its nodes see under
/// the same name (null: they see the engine's home). <see cref="Options"/> go to the scheduler with each job, as they are.
/// <see cref="Commands"/> is where the scheduler's programs are (null: in PATH). Never more than <see cref="JobsMax"/> of our jobs are in
/// the queue, and never are more than <see cref="SubmitsPerMinute"/> submitted. Services of its runs are on <see cref="Services"/> (null:
/// the engine chooses), and nodes find them at <see cref="Host"/> (null: the name of the engine's machine). <see cref="Names"/>
/// are what the site calls what others call otherwise; <see cref="Allow"/> are the options that documents may give.
/// </summary>
internal sealed record BatchTarget(
    string Name,
    string? Work = null,
    string? Partition = null,
    string? Account = null,
    string? Qos = null,
    string? Constraint = null,
    IReadOnlyList<string>? Modules = null,
    IReadOnlyList<string>? Options = null,
    string? Commands = null,
    int JobsMax = BatchTarget.JobsMaxDefault,
    int SubmitsPerMinute = BatchTarget.SubmitsPerMinuteDefault,
    TimeSpan? Poll = null,
    string? Services = null,
    string? Host = null,
    SiteNames? Names = null,
    IReadOnlyList<string>? Allow = null)
{
    public const int JobsMaxDefault = 1_000;
    public const int SubmitsPerMinuteDefault = 60;

    /// <summary>How often the queue is asked for while jobs are in it.</summary>
    public static readonly TimeSpan PollDefault = TimeSpan.FromSeconds(5);

    public TimeSpan PollEvery => Poll ?? PollDefault;

    public ServicesBeside Beside => new(Services, Host ?? Dns.GetHostName());

    /// <summary>A directory of the engine's that nodes see: in its work directory, else in the engine's home.</summary>
    public string SharedIn(string home) => Work is { } work ? Path.Join(work, "dxflow") : Path.Join(home, "batch-" + Name);
}
