using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Platform;

/// <summary>
/// What is not shown of containers, images, networks and volumes: every value of an environment, and values of labels and options whose
/// name, or whose text, looks like a secret's. Names are shown. A MASTER who asks sees all.
/// </summary>
internal sealed class Hiding
{
    public const string Mask = "***";

    private readonly bool _reveal;

    private Hiding(bool reveal) => _reveal = reveal;

    /// <exception cref="Fault">Forbidden: who asks is no MASTER.</exception>
    public static Hiding For(bool reveal, Caller caller) => !reveal || caller.IsMaster
        ? new Hiding(reveal)
        : throw new Fault(
            FaultKind.Forbidden, $"values are revealed to a MASTER only, and '{caller.Identity}' is none", "ask again without --reveal");

    public IReadOnlyDictionary<string, string> Environment(IEnumerable<string>? pairs)
    {
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
        {
            var equals = pair.IndexOf('=');
            shown[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : _reveal ? pair[(equals + 1)..] : Mask;
        }

        return shown;
    }

    /// <summary>Labels, and options of drivers such as <c>o: username=me,password=…</c>.</summary>
    public IReadOnlyDictionary<string, string> Pairs(IReadOnlyDictionary<string, string>? pairs) =>
        (pairs ?? new Dictionary<string, string>()).ToDictionary(
            pair => pair.Key, pair => _reveal || !IsSecret(pair.Key, pair.Value) ? pair.Value : Mask, StringComparer.Ordinal);

    private static bool IsSecret(string name, string value) => SecretNames.Match(name)
        || value.Split(',', ' ', ';').Any(static part => part.IndexOf('=') is > 0 and var at && SecretNames.Match(part[..at]));
}
