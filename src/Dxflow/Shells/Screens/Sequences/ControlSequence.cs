namespace Dxflow.Shells.Screens.Sequences;

/// <summary>
/// CSI … as it was read: a private mark (<c>?</c>, <c>&gt;</c>, <c>=</c>, <c>&lt;</c>, or 0), numbers, an intermediate (0: none), the final
/// character. A number that stands behind a colon belongs to the one before it; one that was left out is -1.
/// </summary>
internal sealed class ControlSequence
{
    public const int NumbersMax = 32;
    private const int NumberMax = 65_535;

    private readonly int[] _numbers = new int[NumbersMax];
    private readonly bool[] _belongs = new bool[NumbersMax];

    public int Count { get; private set; }

    public char Mark { get; private set; }

    public char Intermediate { get; private set; }

    public char Final { get; private set; }

    /// <summary>It has more of something than any sequence that is known: it does nothing.</summary>
    public bool IsStrange { get; private set; }

    public int this[int index] => index < Count ? _numbers[index] : -1;

    public bool Belongs(int index) => index < Count && _belongs[index];

    /// <summary>The number, or what stands for one that is missing or 0.</summary>
    public int Or(int index, int otherwise) => this[index] > 0 ? this[index] : otherwise;

    public void Clear()
    {
        Count = 0;
        (Mark, Intermediate, Final, IsStrange) = ('\0', '\0', '\0', false);
    }

    /// <summary>True: this was its last byte.</summary>
    public bool Take(byte value)
    {
        switch (value)
        {
            case >= (byte)'0' and <= (byte)'9':
                Digit(value - '0');
                break;
            case (byte)';' or (byte)':':
                Next(value == ':');
                break;
            case >= 0x3c and <= 0x3f:
                IsStrange |= Mark != 0 || Count > 0;
                Mark = (char)value;
                break;
            case >= 0x20 and <= 0x2f:
                IsStrange |= Intermediate != 0;
                Intermediate = (char)value;
                break;
            default:
                Final = (char)value;
                return true;
        }

        return false;
    }

    private void Digit(int digit)
    {
        if (Count == 0)
        {
            Add(-1, belongs: false);
        }

        _numbers[Count - 1] = Math.Min((Math.Max(_numbers[Count - 1], 0) * 10) + digit, NumberMax);
    }

    private void Next(bool belongs)
    {
        if (Count == 0)
        {
            Add(-1, belongs: false);
        }

        Add(-1, belongs);
    }

    private void Add(int number, bool belongs)
    {
        if (Count == NumbersMax)
        {
            IsStrange = true;
            return;
        }

        (_numbers[Count], _belongs[Count]) = (number, belongs);
        Count++;
    }
}
