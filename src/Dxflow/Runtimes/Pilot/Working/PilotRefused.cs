namespace Dxflow.Runtimes.Pilot.Working;

/// <summary>The engine, and certainly it, says that it has no such pilot.</summary>
internal sealed class PilotRefused(string why) : Exception(why);
