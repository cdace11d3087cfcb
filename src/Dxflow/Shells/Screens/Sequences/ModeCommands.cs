namespace Dxflow.Shells.Screens.Sequences;

/// <summary>
/// CSI h and l. One that names an unknown mode beside known ones does nothing: whoever looks on could not be shown half of it.
/// </summary>
internal static class ModeCommands
{
    private const int Synchronised = 2026;

    public static bool Change(Screen screen, ControlSequence sequence)
    {
        var isKnown = sequence.Count > 0;
        for (var index = 0; index < sequence.Count; index++)
        {
            isKnown &= IsKnown(sequence[index], sequence.Mark == '?');
        }

        for (var index = 0; isKnown && index < sequence.Count; index++)
        {
            Change(screen, sequence[index], sequence.Mark == '?', sequence.Final == 'h');
        }

        return isKnown;
    }

    public static void Set(Screen screen, ScreenModes mode, bool on)
    {
        // Of what a mouse tells, and of how, one holds at a time.
        var others = (mode & ScreenModes.MouseEvents) != 0 ? ScreenModes.MouseEvents
            : on && (mode & ScreenModes.MouseForms) != 0 ? ScreenModes.MouseForms
            : mode;
        screen.Modes = (screen.Modes & ~others) | (on ? mode : ScreenModes.None);
    }

    private static bool IsKnown(int number, bool isPrivate) =>
        ModeNumbers.Find(number, isPrivate) != ScreenModes.None || (isPrivate && number is (47 or 1047 or 1048 or 1049 or Synchronised));

    private static void Change(Screen screen, int number, bool isPrivate, bool on)
    {
        switch (isPrivate ? number : 0)
        {
            case 47 or 1047:
                screen.Show(on);
                break;
            case 1048:
                SaveOrRestore(screen, on);
                break;
            case 1049 when on != screen.IsAlternate:
                if (on)
                {
                    screen.Save();
                    screen.Show(alternate: true);
                }
                else
                {
                    screen.Show(alternate: false);
                    screen.Restore();
                }

                break;
            case 1049 or Synchronised:
                break;
            default:
                var mode = ModeNumbers.Find(number, isPrivate);
                Set(screen, mode, on);
                if (mode == ScreenModes.Origin)
                {
                    screen.MoveTo(0, 0);
                }

                // Without wrapping nothing waits at the end of a line.
                screen.WrapsNext &= mode != ScreenModes.Wraps;
                break;
        }
    }

    private static void SaveOrRestore(Screen screen, bool save)
    {
        if (save)
        {
            screen.Save();
        }
        else
        {
            screen.Restore();
        }
    }
}
