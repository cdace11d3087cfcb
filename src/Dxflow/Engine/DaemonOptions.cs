namespace Dxflow.Engine;

/// <summary>How an engine is to be started: where, with which settings, and whether it lives only as long as it is needed.</summary>
internal sealed record DaemonOptions(
    Home Home,
    string Profile,
    bool Instant = false,
    bool TakeOver = false,
    Action<string>? Ready = null,
    ListenWish? Listen = null);

/// <summary>What <c>boot up</c> says about the network; null is what the settings say.</summary>
internal sealed record ListenWish(string? Http = null, string? Https = null, bool NoHttp = false, bool Insecure = false);
