namespace Dxflow.Runtimes.Process;

/// <summary>
/// <see cref="Home"/> is a directory of the engine's own: the wrapper is kept there, and its name keeps two engines' cgroups apart.
/// <see cref="PassEnvironment"/> names variables of the engine that tasks get too (<c>process-environment</c>).
/// <see cref="LogBytesMax"/> is kept per stream of a task. <see cref="UseCgroups"/> is false where they are not wanted.
/// <see cref="Mark"/> stands in the tokens of what is started here, for who shares attempts with others.
/// </summary>
internal sealed record ProcessRuntimeOptions(
    string Home,
    IReadOnlyList<string>? PassEnvironment = null,
    long LogBytesMax = ProcessRuntimeOptions.LogBytesMaxDefault,
    bool UseCgroups = true,
    string? Mark = null)
{
    public const long LogBytesMaxDefault = 64 << 20;
}
