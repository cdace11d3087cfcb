using System.Text;

namespace Dxflow.Workflows.Planning.Outputs;

/// <summary>
/// Some writers of JSON (Python's among them) write <c>NaN</c> and <c>Infinity</c>, which are no JSON. Where null is welcome in their
/// place, this puts it there; texts in quotes are left alone.
/// </summary>
internal static class JsonNumbers
{
    private static readonly string[] Words = ["NaN", "-Infinity", "Infinity"];

    public static string WithoutNaN(string text)
    {
        if (!Words.Any(word => text.Contains(word, StringComparison.Ordinal)))
        {
            return text;
        }

        var cleaned = new StringBuilder(text.Length);
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!quoted && Words.FirstOrDefault(word => string.CompareOrdinal(text, i, word, 0, word.Length) == 0) is { } found)
            {
                cleaned.Append("null");
                i += found.Length - 1;
                continue;
            }

            if (quoted && text[i] == '\\' && i + 1 < text.Length)
            {
                cleaned.Append(text[i++]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }

            cleaned.Append(text[i]);
        }

        return cleaned.ToString();
    }
}
