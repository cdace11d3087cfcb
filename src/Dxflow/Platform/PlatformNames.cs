using System.Globalization;
using System.Text.RegularExpressions;
using Dxflow.Operations;

namespace Dxflow.Platform;

/// <summary>
/// What may stand in a path of the container engine's API. A name that could become another path, as <c>../images/x</c> would, never gets
/// there: the call that was allowed and audited is the call that is made.
/// </summary>
internal static partial class PlatformNames
{
    private const int CharactersMax = 512;

    /// <summary>The name or id of a container, network or volume.</summary>
    public static string Thing(string name) => name.Length <= CharactersMax && ThingForm().IsMatch(name)
        ? name
        : throw Fault.Invalid($"'{Shown(name)}' is no name or id", "letters, digits and _ . -, beginning with a letter or digit");

    /// <summary>An image by name, tag, digest or id.</summary>
    public static string Image(string name) => name.Length <= CharactersMax && ImageForm().IsMatch(name)
        ? name
        : throw Fault.Invalid($"'{Shown(name)}' is no image", "for example debian:12, registry.example:5000/team/app:1.0, or an id");

    /// <summary>A moment as engines write it; a time of year 1 is none.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1 ? at : null;

    public static DateTimeOffset? Moment(long seconds) => seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static Fault Missing(string what, string name, ReachedEngine engine) =>
        Fault.Missing($"{engine.Text} has no {what} '{name}'", $"see dxflow platform {what} list --on {engine.Text}");

    private static string Shown(string name) => name.Length > 80 ? name[..80] + "…" : name;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ThingForm();

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9_:@+-]|[./](?=[A-Za-z0-9_]))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageForm();
}
