namespace Dxflow.Shells.Screens;

/// <summary>What programs switch on and off; what they are called on the wire says <see cref="ModeNumbers"/>.</summary>
[Flags]
internal enum ScreenModes
{
    None = 0,
    Insert = 1,
    NewLine = 1 << 1,
    CursorKeys = 1 << 2,
    Reverse = 1 << 3,
    Origin = 1 << 4,
    Wraps = 1 << 5,
    CursorBlinks = 1 << 6,
    CursorShows = 1 << 7,
    MouseX10 = 1 << 8,
    MouseButtons = 1 << 9,
    MouseDrags = 1 << 10,
    MouseMoves = 1 << 11,
    MouseUtf8 = 1 << 12,
    MouseSgr = 1 << 13,
    MouseDecimal = 1 << 14,
    Focus = 1 << 15,
    WheelIsKeys = 1 << 16,
    Paste = 1 << 17,
    Keypad = 1 << 18,
    Usual = Wraps | CursorShows,
    MouseEvents = MouseX10 | MouseButtons | MouseDrags | MouseMoves,
    MouseForms = MouseUtf8 | MouseSgr | MouseDecimal,
}

/// <summary>The numbers by which CSI h and l name modes; those of the private ones stand behind a question mark.</summary>
internal static class ModeNumbers
{
    public static readonly IReadOnlyList<(int Number, ScreenModes Mode)> Public = [(4, ScreenModes.Insert), (20, ScreenModes.NewLine)];

    public static readonly IReadOnlyList<(int Number, ScreenModes Mode)> Private =
    [
        (1, ScreenModes.CursorKeys), (5, ScreenModes.Reverse), (6, ScreenModes.Origin), (7, ScreenModes.Wraps),
        (9, ScreenModes.MouseX10), (12, ScreenModes.CursorBlinks), (25, ScreenModes.CursorShows), (66, ScreenModes.Keypad),
        (1000, ScreenModes.MouseButtons), (1002, ScreenModes.MouseDrags), (1003, ScreenModes.MouseMoves),
        (1004, ScreenModes.Focus), (1005, ScreenModes.MouseUtf8), (1006, ScreenModes.MouseSgr), (1007, ScreenModes.WheelIsKeys),
        (1015, ScreenModes.MouseDecimal), (2004, ScreenModes.Paste),
    ];

    public static ScreenModes Find(int number, bool isPrivate) =>
        (isPrivate ? Private : Public).FirstOrDefault(one => one.Number == number).Mode;
}
