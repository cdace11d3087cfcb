namespace Dxflow.Shells.Keeping;

/// <summary>
/// What is kept of a shell from before it is started until it is removed. Never its environment, which may hold secrets.
/// </summary>
internal sealed record ShellRecord(
    string Id, string Name, string By, DateTimeOffset At, string Program, IReadOnlyList<string> Arguments, string WorkingDirectory,
    double? IdleSeconds = null, double? LifeSeconds = null);
