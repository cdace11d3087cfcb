namespace Dxflow.Shells.Screens;

/// <summary>
/// One place of a screen. <see cref="Rune"/> is a code point, 0 where nothing was ever written, <see cref="Tail"/> for the right half of a
/// wide character. <see cref="Marks"/> are what combines with it, few and bounded.
/// </summary>
internal record struct Cell(int Rune, CellStyle Style, string? Marks = null)
{
    public const int Tail = -1;
    public const int MarksMax = 8;

    public readonly bool IsBlank => Rune is 0 or ' ' && Marks is null && Style == default;
}
