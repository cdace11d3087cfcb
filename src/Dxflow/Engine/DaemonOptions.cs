namespace Dxflow.Engine;

/// <summary>How an engine is to be started: where, with which settings, and whether it lives only as long as it is needed.</summary>
internal sealed record DaemonOptions(Home Home, string Profile, bool Instant = false, bool TakeOver = false, Action<string>? Ready = null);
