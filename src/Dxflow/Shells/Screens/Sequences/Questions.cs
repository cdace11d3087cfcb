namespace Dxflow.Shells.Screens.Sequences;

/// <summary>
/// What programs ask of their terminal. It is answered here, once: of those who look on each would answer, and one who comes later would
/// answer again. What is not known gets no answer, as on a terminal that does not know it. Nothing of it is ever passed on.
/// </summary>
internal static class Questions
{
    /// <summary>A VT220 with colours, which asks nothing further of anybody.</summary>
    public const string Attributes = "\e[?62;22c";
    private const string Secondary = "\e[>1;10;0c";

    public static bool Answer(Screen screen, ControlSequence sequence)
    {
        switch (sequence.Mark, sequence.Intermediate, sequence.Final)
        {
            case ('\0', '\0', 'c') when sequence.Or(0, 0) == 0:
                screen.Answer(Attributes);
                break;
            case ('>', '\0', 'c') when sequence.Or(0, 0) == 0:
                screen.Answer(Secondary);
                break;
            case ('\0', '\0', 'n') when sequence[0] == 5:
                screen.Answer("\e[0n");
                break;
            case ('\0' or '?', '\0', 'n') when sequence[0] == 6:
                var row = screen.Row - (screen.Has(ScreenModes.Origin) ? screen.Margins.Top : 0);
                screen.Answer($"\e[{(sequence.Mark == '?' ? "?" : "")}{row + 1};{screen.Column + 1}R");
                break;
            case ('\0' or '?', '$', 'p') when sequence.Count == 1:
                Mode(screen, sequence[0], sequence.Mark == '?');
                break;
            case ('\0', '\0', 't') when sequence[0] == 18:
                screen.Answer($"\e[8;{screen.Size.Rows};{screen.Size.Columns}t");
                break;
        }

        return false;
    }

    private static void Mode(Screen screen, int number, bool isPrivate)
    {
        var mode = ModeNumbers.Find(number, isPrivate);
        var isScreen = isPrivate && number is (47 or 1047 or 1049);
        var state = mode != ScreenModes.None ? (screen.Has(mode) ? 1 : 2)
            : isScreen ? (screen.IsAlternate ? 1 : 2)
            : 0;
        screen.Answer($"\e[{(isPrivate ? "?" : "")}{number};{state}$y");
    }
}
