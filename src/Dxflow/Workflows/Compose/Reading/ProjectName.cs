using System.Text;
using System.Text.RegularExpressions;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>
/// The workflow's name: what the command line says, <c>COMPOSE_PROJECT_NAME</c>, the document's <c>name</c>, or the project
/// directory's own name made to fit.
/// </summary>
internal static partial class ProjectName
{
    public const int LengthMax = 63;
    private const string Fallback = "workflow";

    public static Placed<string> Read(MapReader root, string file, ReadingContext context)
    {
        var written = root.Text("name");
        var nowhere = new Place(file, 0, 0);
        var name = context.Source.Name is { } chosen ? new Placed<string>(chosen, nowhere)
            : context.Interpolation.Variable("COMPOSE_PROJECT_NAME") is { Length: > 0 } project ? new Placed<string>(project, nowhere)
            : written;
        if (name is not { } given)
        {
            return new(Fit(Path.GetFileName(Path.TrimEndingDirectorySeparator(context.Source.ProjectDirectory))), nowhere);
        }

        if (!Valid().IsMatch(given.Value))
        {
            context.Error(
                given.At,
                $"`{ReadingContext.Short(given.Value)}` is no name of a workflow: small letters, digits, _ and - only, at most {LengthMax}",
                $"Write {Fit(given.Value)}");
        }

        return given;
    }

    /// <summary>The nearest valid name: small letters, without what does not fit.</summary>
    public static string Fit(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter) || (letter is '-' or '_' && name.Length > 0))
            {
                name.Append(letter);
            }
        }

        return name.Length == 0 ? Fallback : name.ToString(0, Math.Min(name.Length, LengthMax));
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
