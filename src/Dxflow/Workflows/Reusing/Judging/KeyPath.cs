namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>Keys as paths: what is under another begins with it and a slash, or is it.</summary>
internal static class KeyPath
{
    public static bool IsUnder(string key, string path) => key.StartsWith(path, StringComparison.Ordinal)
        && (key.Length == path.Length || key[path.Length] == '/');

    /// <summary>One of them is under the other.</summary>
    public static bool AreInLine(string one, string other) => IsUnder(one, other) || IsUnder(other, one);
}
