using Dxflow.Access;
using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Objects;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Shares;

namespace Dxflow;

/// <summary>The object storage of this engine.</summary>
internal sealed partial class Daemon
{
    private ObjectNoun ObjectsOf(Home home, EngineSettings settings, AccessNoun access) => new(
        home.Objects,
        settings.ObjectsBytesMax,
        new SharePorts(access.StandingOf, access.Ports.Audit, () => _addresses),
        async (workflow, number) => await _workflows!.FindRunAsync(workflow, number) is { } run
            ? new RunFate(run.Sealed is { At: var at } ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null) : null,
        _time);
}
