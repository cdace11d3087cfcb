namespace Dxflow.Engine.Settings;

/// <summary>
/// One cluster, or a part of one, as its owner wrote it down. Null is the site's own default, or ours. <see cref="Poll"/> is how often its
/// queue is asked for. With <see cref="Pilot"/> its tasks run in pilots. Services of its runs are on the runtime <see cref="Services"/> of
/// the engine's machine, which nodes know as <see cref="Host"/>. <see cref="Site"/> are the site's own names, <see cref="Allow"/> the
/// options that documents may give, <see cref="Containers"/> the program that runs the images of steps inside of jobs.
/// </summary>
internal sealed record TargetSettings(
    string Name,
    string? Work = null,
    string? Partition = null,
    string? Account = null,
    string? Qos = null,
    string? Constraint = null,
    IReadOnlyList<string>? Modules = null,
    IReadOnlyList<string>? Options = null,
    string? Commands = null,
    int? Jobs = null,
    int? Submissions = null,
    TimeSpan? Poll = null,
    PilotSettings? Pilot = null,
    string? Services = null,
    string? Host = null,
    string Kind = TargetSettings.KindDefault,
    SiteSettings? Site = null,
    IReadOnlyList<string>? Allow = null,
    string? Containers = null)
{
    public const string KindDefault = "slurm";
}
