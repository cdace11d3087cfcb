using Dxflow.Surfaces.Cli.Client;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Surfaces.Cli;

/// <summary>
/// What the process around the command line gives: its terminal, its clock, its version, and the way to an engine (profile, home,
/// instant engine) and to the profile's settings, which it alone knows.
/// </summary>
internal sealed record CommandHost(
    Terminal Terminal,
    Func<TargetWish, CancellationToken, Task<EngineTarget>> FindEngine,
    TimeProvider Time,
    string Version,
    Func<GlobalOptions, string, string?>? Setting = null);
