using Dxflow.Runtimes.Pilot.Files;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// Where pilots have their directories, what all attempts' directories are below of, where the wrapper is, what workers are, and how long
/// a log may be.
/// </summary>
internal sealed record PilotPlaces(PilotFolder Folder, string Tasks, string Shared, string Program, long LogBytesMax);
