namespace Dxflow.Shells.Screens.Sequences;

/// <summary>CSI … m: what the numbers make of a pen. Numbers that mean nothing change nothing.</summary>
internal static class Rendition
{
    private const int Extended = 8;

    public static CellStyle Apply(CellStyle pen, ControlSequence numbers)
    {
        if (numbers.Count == 0)
        {
            return default;
        }

        for (var at = 0; at < numbers.Count;)
        {
            var end = at + 1;
            while (numbers.Belongs(end))
            {
                end++;
            }

            (pen, at) = One(pen, numbers, at, end);
        }

        return pen;
    }

    /// <summary>Returns where the next number stands.</summary>
    private static (CellStyle Pen, int Next) One(CellStyle pen, ControlSequence numbers, int at, int end)
    {
        var number = Math.Max(numbers[at], 0);
        switch (number)
        {
            case 4:
                return (pen with { Underline = (byte)(end > at + 1 ? Math.Clamp(numbers[at + 1], 0, 5) : 1) }, end);
            case 38 or 48 or 58:
                var (colour, next) = Colour(numbers, at, end);
                return (colour is { } known ? Coloured(pen, number / 10, known) : pen, next);
            case 39 or 49 or 59:
                return (Coloured(pen, number / 10, 0), end);
            case >= 30 and <= 47:
                return (Coloured(pen, number / 10, CellStyle.Palette | (uint)(number % 10)), end);
            case >= 90 and <= 107:
                return (number % 10 < Extended
                    ? Coloured(pen, (number / 10) - 6, CellStyle.Palette | (uint)((number % 10) + Extended))
                    : pen, end);
            default:
                return (Flagged(pen, number), end);
        }
    }

    private static CellStyle Coloured(CellStyle pen, int which, uint colour) => which switch
    {
        3 => pen with { Foreground = colour },
        4 => pen with { Background = colour },
        _ => pen with { Line = colour },
    };

    private static CellStyle Flagged(CellStyle pen, int number) => number switch
    {
        0 => default,
        1 => pen with { Flags = pen.Flags | StyleFlags.Bold },
        2 => pen with { Flags = pen.Flags | StyleFlags.Faint },
        3 => pen with { Flags = pen.Flags | StyleFlags.Italic },
        5 or 6 => pen with { Flags = pen.Flags | StyleFlags.Blink },
        7 => pen with { Flags = pen.Flags | StyleFlags.Inverse },
        8 => pen with { Flags = pen.Flags | StyleFlags.Hidden },
        9 => pen with { Flags = pen.Flags | StyleFlags.Struck },
        21 => pen with { Underline = 2 },
        22 => pen with { Flags = pen.Flags & ~(StyleFlags.Bold | StyleFlags.Faint) },
        23 => pen with { Flags = pen.Flags & ~StyleFlags.Italic },
        24 => pen with { Underline = 0 },
        25 => pen with { Flags = pen.Flags & ~StyleFlags.Blink },
        27 => pen with { Flags = pen.Flags & ~StyleFlags.Inverse },
        28 => pen with { Flags = pen.Flags & ~StyleFlags.Hidden },
        29 => pen with { Flags = pen.Flags & ~StyleFlags.Struck },
        53 => pen with { Flags = pen.Flags | StyleFlags.Overlined },
        55 => pen with { Flags = pen.Flags & ~StyleFlags.Overlined },
        _ => pen,
    };

    /// <summary>38;5;N · 38:5:N · 38;2;R;G;B · 38:2:R:G:B · 38:2:SPACE:R:G:B.</summary>
    private static (uint? Colour, int Next) Colour(ControlSequence numbers, int at, int end)
    {
        var isJoined = end > at + 1;
        switch (numbers[at + 1])
        {
            case 5:
                return (Palette(numbers[at + 2]), isJoined ? end : at + 3);
            case 2:
                var red = isJoined && end - at > 5 ? at + 3 : at + 2;
                return (Direct(numbers[red], numbers[red + 1], numbers[red + 2]), isJoined ? end : at + 5);
            default:
                return (null, isJoined ? end : numbers.Count);
        }
    }

    private static uint? Palette(int index) => index <= 255 ? CellStyle.Palette | (uint)Math.Max(index, 0) : null;

    private static uint? Direct(int red, int green, int blue) => red > 255 || green > 255 || blue > 255
        ? null
        : CellStyle.Direct | (uint)(Math.Max(red, 0) << 16) | (uint)(Math.Max(green, 0) << 8) | (uint)Math.Max(blue, 0);
}
