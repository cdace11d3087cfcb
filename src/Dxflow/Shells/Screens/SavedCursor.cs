namespace Dxflow.Shells.Screens;

/// <summary>What ESC 7 keeps and ESC 8 brings back.</summary>
internal sealed record SavedCursor(int Row, int Column, CellStyle Pen, CharacterSets Sets, bool Origin, bool WrapsNext);
