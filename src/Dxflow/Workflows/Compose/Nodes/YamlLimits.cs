namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>What a document may be at most, so that no file can exhaust memory or the stack.</summary>
internal static class YamlLimits
{
    public const int FileBytesMax = 16 * 1024 * 1024;

    public const int NestingMax = 100;

    /// <summary>Nodes counted with every alias as often as it is used: what a walk over the document would meet.</summary>
    public const int ExpandedNodesMax = 2_000_000;
}
