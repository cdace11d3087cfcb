namespace Dxflow.Workflows.Compose.Including;

/// <summary>How far documents may lead to each other, so that none of them can exhaust memory or the stack.</summary>
internal static class LoadLimits
{
    /// <summary>Documents read for one workflow, each inclusion counted.</summary>
    public const int DocumentsMax = 500;

    public const int IncludeDepthMax = 32;

    public const int ExtendsDepthMax = 64;
}
