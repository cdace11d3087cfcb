namespace Dxflow.Shells.Screens;

/// <summary>
/// Which set of characters bytes stand for: G0 and G1 are ASCII or the line drawing set, and one of the two is in use. Others are ASCII.
/// </summary>
internal readonly record struct CharacterSets(bool DrawsInG0 = false, bool DrawsInG1 = false, bool UsesG1 = false)
{
    private const string Lines = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    public bool Draws => UsesG1 ? DrawsInG1 : DrawsInG0;

    public int Of(int rune) => Draws && rune is >= 0x60 and <= 0x7e ? Lines[rune - 0x60] : rune;
}
