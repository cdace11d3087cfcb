using System.Diagnostics.CodeAnalysis;

namespace Dxflow.Workflows.Flow.Types;

/// <summary>The written form of types: <c>list&lt;file&gt;?</c>. Blanks are allowed between the parts; nesting is bounded.</summary>
internal static class FlowTypeText
{
    private const int DepthMax = 8;

    private static readonly Dictionary<string, FlowKind> Names = new()
    {
        ["string"] = FlowKind.String,
        ["int"] = FlowKind.Int,
        ["float"] = FlowKind.Float,
        ["bool"] = FlowKind.Bool,
        ["json"] = FlowKind.Json,
        ["file"] = FlowKind.File,
        ["dir"] = FlowKind.Dir,
        ["secret"] = FlowKind.Secret,
        ["list"] = FlowKind.List,
        ["map"] = FlowKind.Map,
    };

    public static string Write(FlowType type)
    {
        var name = type.Kind == FlowKind.Nothing ? (type.Optional ? "null" : "nothing") : Names.First(pair => pair.Value == type.Kind).Key;
        var element = type.Element is null ? "" : $"<{Write(type.Element)}>";
        return name + element + (type.Optional && type.Kind != FlowKind.Nothing ? "?" : "");
    }

    /// <summary>The type, or null and why the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FlowType? type, [NotNullWhen(false)] out string? error)
    {
        var at = 0;
        (type, error) = Read(text, ref at, 0);
        if (type is not null && at < text.Length)
        {
            (type, error) = (null, $"'{text}' is no type: '{text[at..]}' is left over");
        }

        return type is not null;
    }

    /// <summary>For types that a plan holds, which were checked when it was made.</summary>
    public static FlowType Parse(string text) => TryParse(text, out var type, out var error) ? type : throw new FormatException(error);

    private static (FlowType? Type, string? Error) Read(string text, ref int at, int depth)
    {
        if (depth > DepthMax)
        {
            return (null, $"'{text}' is nested more than {DepthMax} deep");
        }

        SkipBlanks(text, ref at);
        var start = at;
        while (at < text.Length && char.IsAsciiLetterLower(text[at]))
        {
            at++;
        }

        var name = text[start..at];
        if (!Names.TryGetValue(name, out var kind))
        {
            var wanted = name.Length == 0 ? text.Trim() : name;
            return (null, $"'{wanted}' is no type{NearestName.Hint(wanted, Names.Keys)}");
        }

        FlowType? element = null;
        if (kind is FlowKind.List or FlowKind.Map)
        {
            if (!Take(text, ref at, '<'))
            {
                return (null, $"a {name} names the type of its elements: '{name}<string>'");
            }

            (element, var error) = Read(text, ref at, depth + 1);
            if (element is null)
            {
                return (null, error);
            }

            if (!Take(text, ref at, '>'))
            {
                return (null, $"'>' is missing in '{text}'");
            }
        }

        var optional = Take(text, ref at, '?');
        SkipBlanks(text, ref at);
        return (new FlowType(kind, element, optional), null);
    }

    private static bool Take(string text, ref int at, char wanted)
    {
        SkipBlanks(text, ref at);
        if (at >= text.Length || text[at] != wanted)
        {
            return false;
        }

        at++;
        return true;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }
}
