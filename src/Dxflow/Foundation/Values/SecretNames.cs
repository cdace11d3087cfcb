namespace Dxflow.Foundation.Values;

/// <summary>
/// Names of variables whose values are taken for secrets: <c>*TOKEN*</c>, <c>*PASSWORD*</c>, <c>*SECRET*</c>, <c>*KEY*</c>; not those
/// that end in <c>_FILE</c>, which by the custom of images name the file that holds the secret.
/// </summary>
internal static class SecretNames
{
    private static readonly string[] Words = ["TOKEN", "PASSWORD", "SECRET", "KEY"];

    private const string PathEnd = "_FILE";

    public static bool Match(string name) => !name.EndsWith(PathEnd, StringComparison.OrdinalIgnoreCase)
        && Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
