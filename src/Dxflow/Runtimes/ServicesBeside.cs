namespace Dxflow.Runtimes;

/// <summary>
/// Nothing stays up on machines of others: services of a run that has its steps there run on the engine's machine, on the runtime
/// <see cref="Runtime"/> (null: as processes, what needs no image), and are found under its name <see cref="Host"/>.
/// </summary>
internal sealed record ServicesBeside(string? Runtime, string Host);
