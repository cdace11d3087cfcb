using System.Globalization;
using System.Text;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Screens;
using Dxflow.Shells.Screens.Sequences;

namespace Dxflow.Tests.Shells.Screens;

/// <summary>A terminal in a test: fed text, read as lines; and what programs could write, by a seed.</summary>
internal sealed class TerminalScript
{
    private const string Finals = "ABCDEFGHIJKLMPSTXZ@`abdefghlmrsu";

    public TerminalScript(int rows = 5, int columns = 10)
    {
        Screen = new Screen(new TerminalSize(rows, columns));
        Parser = new SequenceParser(Screen);
    }

    public Screen Screen { get; }

    public SequenceParser Parser { get; }

    public string Answers => Encoding.ASCII.GetString(Screen.Answers.WrittenSpan);

    public string Passed => Encoding.UTF8.GetString(Parser.Passed.WrittenSpan);

    public string[] Lines => [.. Enumerable.Range(0, Screen.Size.Rows).Select(row => Screen.Active[row].Text())];

    public TerminalScript Feed(string text) => Feed(Encoding.UTF8.GetBytes(text));

    public TerminalScript Feed(byte[] bytes)
    {
        Parser.Feed(bytes);
        return this;
    }

    /// <summary>Mostly what is known, some that is not, and now and then bytes that are nothing.</summary>
    public static byte[] Random(System.Random random, int pieces)
    {
        var all = new List<byte>();
        for (; pieces > 0; pieces--)
        {
            all.AddRange(random.Next(12) switch
            {
                0 or 1 or 2 => Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]),
                3 or 4 or 5 or 6 => Encoding.ASCII.GetBytes(Sequence(random)),
                7 => Encoding.ASCII.GetBytes(Pen(random)),
                8 => Encoding.ASCII.GetBytes(Mode(random)),
                9 => [(byte)random.Next(7, 16)],
                10 => Encoding.UTF8.GetBytes(Others[random.Next(Others.Length)]),
                _ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => (byte)random.Next(256)),
            });
        }

        return [.. all];
    }

    /// <summary>Everything that decides what is seen now, and what the next byte does; blanks are blanks, written or not.</summary>
    public static string Describe(Screen screen)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{screen.Size} at {screen.Row},{screen.Column} wraps={screen.WrapsNext}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{screen.Pen} {screen.Modes} {screen.Sets} {screen.Margins} {screen.CursorShape}");
        text.AppendLine(CultureInfo.InvariantCulture, $"tabs {string.Join(' ', screen.Tabs.All)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"title {screen.Title} {screen.IsAlternate}");
        foreach (var grid in screen.IsAlternate ? (Grid[])[screen.Main, screen.Active] : [screen.Main])
        {
            for (var row = 0; row < grid.Rows; row++)
            {
                var cells = grid[row].Cells.Select(static cell => cell.Rune == 0 ? cell with { Rune = ' ' } : cell);
                text.AppendLine(string.Join('|', cells.Select(static cell => $"{cell.Rune:x}{cell.Marks}{Short(cell.Style)}")));
            }
        }

        return text.ToString();
    }

    private static readonly string[] Words =
    [
        "a", "hello", "some words that go on over the end", "\r\n", "\n", "漢字", "é", "e\u0301", "😀", "ｗｉｄｅ", "x\u0300\u0301\u0302",
        "\t", "\b",
        "─│┌", "👩\u200d🔬", "\u0301",
    ];

    private static readonly string[] Others =
    [
        "\e7", "\e8", "\eD", "\eE", "\eM", "\eH", "\ec", "\e=", "\e>", "\e(0", "\e(B", "\e)0", "\x0e", "\x0f", "lqqk", "\e#8",
        "\e[!p", "\e[2 q",
        "\e]0;title\a", "\e]2;other\e\\", "\e]52;c;Zm9v\a", "\eP+q544e\e\\", "\e_Gi=1;AAAA\e\\", "\e[?1049h", "\e[?1049l", "\e[?47h",
        "\e[6n", "\e[c", "\e[>c", "\e[>q", "\e[?2026h", "\e[21t", "\e[3g", "\e[?1;2h", "\e[?9999h", "\e[5b", "\e[3;1H", "\e[2;4r",
    ];

    private static string Sequence(System.Random random)
    {
        var numbers = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(6) == 0 ? "" : random.Next(14).ToString());
        return $"\e[{string.Join(';', numbers)}{Finals[random.Next(Finals.Length)]}";
    }

    private static string Pen(System.Random random) => random.Next(6) switch
    {
        0 => $"\e[38;5;{random.Next(256)}m",
        1 => $"\e[48;2;{random.Next(256)};{random.Next(256)};{random.Next(256)}m",
        2 => $"\e[4:{random.Next(6)}m",
        3 => $"\e[58:2::{random.Next(256)}:2:3m",
        4 => $"\e[{random.Next(30, 50)};{random.Next(90, 108)}m",
        _ => $"\e[{random.Next(60)}m",
    };

    private static string Mode(System.Random random)
    {
        var all = ModeNumbers.Private;
        return $"\e[?{all[random.Next(all.Count)].Number}{(random.Next(2) == 0 ? 'h' : 'l')}";
    }

    private static string Short(CellStyle style) => style == default
        ? ""
        : $"({style.Foreground:x},{style.Background:x},{style.Line:x},{(int)style.Flags:x},{style.Underline})";
}
