namespace Dxflow.Shells.Screens;

/// <summary>How a character looks beside its colours; the kind of an underline (0 none … 5 dashed) is a number of its own.</summary>
[Flags]
internal enum StyleFlags : byte
{
    None = 0,
    Bold = 1,
    Faint = 2,
    Italic = 4,
    Blink = 8,
    Inverse = 16,
    Hidden = 32,
    Struck = 64,
    Overlined = 128,
}

/// <summary>
/// The rendition of a cell. A colour is 0 for the terminal's own, else <see cref="Palette"/> with an index, or <see cref="Direct"/> with
/// red, green and blue in the lower bytes.
/// </summary>
internal readonly record struct CellStyle(
    uint Foreground = 0, uint Background = 0, uint Line = 0, StyleFlags Flags = StyleFlags.None, byte Underline = 0)
{
    public const uint Palette = 1 << 24;
    public const uint Direct = 2 << 24;

    /// <summary>What is left of a pen where it erases: its background.</summary>
    public CellStyle Blank() => new(Background: Background);
}
