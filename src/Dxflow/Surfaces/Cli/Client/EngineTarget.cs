namespace Dxflow.Surfaces.Cli.Client;

/// <summary>Which engine a command wants. <see cref="Instant"/>: if none is running, one may be started for this command alone.</summary>
internal sealed record TargetWish(string? Engine, string? Profile, string? Home, bool Instant);

/// <summary>
/// The engine a command talks to. <paramref name="release"/> is awaited before the command returns (an instant engine ends there).
/// </summary>
internal sealed class EngineTarget(EngineRoute route, Func<ValueTask>? release = null) : IAsyncDisposable
{
    public EngineRoute Route { get; } = route;

    public ValueTask DisposeAsync() => release?.Invoke() ?? ValueTask.CompletedTask;
}
