namespace Dxflow.Workflows.Compose.Sources;

/// <summary>A file's text, or why there is none (<c>it does not exist</c>).</summary>
internal readonly record struct FileText(string? Text, string? Failure)
{
    /// <summary>The one failure that an optional file may have.</summary>
    public const string Missing = "it does not exist";

    public const string NoPath = "that is no path";

    public bool IsMissing => Failure == Missing;
}
