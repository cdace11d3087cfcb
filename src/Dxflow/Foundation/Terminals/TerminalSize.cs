namespace Dxflow.Foundation.Terminals;

/// <summary>A terminal's window, in characters.</summary>
internal readonly record struct TerminalSize(int Rows, int Columns)
{
    /// <summary>Larger ones make programs that draw allocate for nothing; the kernel's own bound is 65,535.</summary>
    public const int Max = 10_000;

    /// <summary>What programs take where nobody knows better.</summary>
    public static readonly TerminalSize Usual = new(24, 80);

    public bool IsSane => Rows is > 0 and <= Max && Columns is > 0 and <= Max;
}
