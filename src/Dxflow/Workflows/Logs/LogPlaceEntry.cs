using Dxflow.Runtimes.Logs;

namespace Dxflow.Workflows.Logs;

/// <summary>How far the logs of one attempt were given; without a place nothing was, of the last lines that were asked for.</summary>
internal readonly record struct LogPlaceEntry(int Step, int Slice, int Attempt, LogPlace? Place);
