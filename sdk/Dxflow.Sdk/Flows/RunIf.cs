namespace Dxflow.Sdk.Flows;

/// <summary>When a step begins, by how the steps that it waits for ended.</summary>
public enum RunIf
{
    /// <summary>All are well: succeeded, skipped, reused, or failed and let be. Otherwise it is omitted.</summary>
    AllOk,

    /// <summary>All have ended, however.</summary>
    AllDone,

    /// <summary>All have ended, and one of them failed; otherwise it is skipped.</summary>
    AnyFailed,
}
