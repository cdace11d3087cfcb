using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Shells;
using Dxflow.Shells.Keeping;
using Dxflow.Shells.Recordings;

namespace Dxflow;

/// <summary>Shells of this engine.</summary>
internal sealed partial class Daemon
{
    private ShellNoun ShellsOf(Home home, EngineSettings settings) => new(
        new ShellPlaces(new HolderPlaces(home.ShellSockets, home.Shells, home.ShellsLog), home.Recordings, _workflows!.Places.FindAsync),
        new RecordingRules(settings.Recordings.Keep, settings.Recordings.BytesMax, settings.Recordings.EachBytesMax),
        settings.PassEnvironment,
        Environment.GetEnvironmentVariable,
        _time);
}
