using System.Text;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>Names of properties as a command line and a table write them.</summary>
internal static class Words
{
    /// <summary><c>graceSeconds</c> → <c>grace-seconds</c>.</summary>
    public static string Kebab(string name) => Split(name, '-').ToLowerInvariant();

    /// <summary><c>startedAt</c> → <c>STARTED_AT</c>.</summary>
    public static string Upper(string name) => Split(name, '_').ToUpperInvariant();

    private static string Split(string name, char between)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
            {
                text.Append(between);
            }

            text.Append(name[i]);
        }

        return text.ToString();
    }
}
