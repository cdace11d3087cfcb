namespace Dxflow.Objects.Shares;

internal enum ShareState
{
    /// <summary>It answers.</summary>
    Live,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It has answered as often as it may.</summary>
    UsedUp,

    /// <summary>Whoever made it may no longer do themselves what it does.</summary>
    Orphaned,
}
