namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>A window as the console's functions take it: COORD by value, columns in the lower half and rows in the upper.</summary>
internal static class ConsoleWindow
{
    /// <summary>Each half is a signed number of 16 bits, and <see cref="TerminalSize.Max"/> is below its bound.</summary>
    public static uint Of(TerminalSize size) => size.IsSane
        ? (uint)size.Columns | ((uint)size.Rows << 16)
        : throw new ArgumentOutOfRangeException(nameof(size), $"{size.Rows} rows and {size.Columns} columns are no window");
}
