using Dxflow.Operations;

namespace Dxflow.Shells;

/// <summary>Keys by name, as a terminal sends them.</summary>
internal static class TypedKeys
{
    private const string ControlPrefix = "ctrl-";

    public static string Of(string name) => name.ToLowerInvariant() switch
    {
        "enter" => "\r",
        "tab" => "\t",
        "escape" => "\e",
        "backspace" => "\x7f",
        "space" => " ",
        "up" => "\e[A",
        "down" => "\e[B",
        "right" => "\e[C",
        "left" => "\e[D",
        _ => Control(name) is { } control
            ? ((char)control).ToString()
            : throw Fault.Invalid(
                $"'{name}' is no key",
                "enter, tab, escape, backspace, space, up, down, left, right, or ctrl- with a letter or one of \\ ] ^ _"),
    };

    /// <summary>The byte of <c>ctrl-c</c> and its like; null if it is none.</summary>
    public static byte? Control(string name) =>
        name.StartsWith(ControlPrefix, StringComparison.OrdinalIgnoreCase) && name.Length == ControlPrefix.Length + 1
        && char.ToUpperInvariant(name[^1]) is >= 'A' and <= '_' and var letter
            ? (byte)(letter & 0x1f)
            : null;
}
