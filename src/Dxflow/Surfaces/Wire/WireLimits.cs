namespace Dxflow.Surfaces.Wire;

/// <summary>What both ends keep to.</summary>
internal static class WireLimits
{
    /// <summary>A request as JSON; uploads have none.</summary>
    public const int RequestBytesMax = 16 * 1024 * 1024;

    /// <summary>A request of somebody who need not be known.</summary>
    public const int PublicRequestBytesMax = 64 * 1024;

    /// <summary>One record that a client sends within a duplex.</summary>
    public const int InputLineBytesMax = 1024 * 1024;
}
