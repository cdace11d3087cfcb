namespace Dxflow.Foundation.Values;

/// <summary>
/// Names of variables whose values are taken for secrets: <c>*TOKEN*</c>, <c>*PASSWORD*</c>, <c>*SECRET*</c>, <c>*KEY*</c>.
/// </summary>
internal static class SecretNames
{
    private static readonly string[] Words = ["TOKEN", "PASSWORD", "SECRET", "KEY"];

    public static bool Match(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
