using System.Text;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// Words as the one text that a program of Windows gets, so that it takes the same words out of it: by the rules of CommandLineToArgvW and
/// of Microsoft's C runtime. Backslashes mean themselves but before a quote, where two of them are one; the program's own name has no such
/// rule. <c>cmd.exe</c> keeps to none of this and reads its text in a way of its own, so what is given to it is passed as it was typed,
/// with blanks between.
/// </summary>
internal static class CommandLine
{
    /// <summary>CreateProcess takes 32,767 characters with the NUL at the end.</summary>
    public const int CharactersMax = 32_766;

    private const string CommandInterpreter = "cmd.exe";

    /// <param name="program">A path, in which no quote can be.</param>
    /// <param name="arguments">Without the program's own name.</param>
    public static string Of(string program, IReadOnlyList<string> arguments)
    {
        var line = new StringBuilder().Append('"').Append(program).Append('"');
        var isRaw = IsCommandInterpreter(program);
        foreach (var argument in arguments)
        {
            line.Append(' ');
            if (isRaw)
            {
                line.Append(argument);
            }
            else
            {
                Append(line, argument);
            }
        }

        return line.ToString();
    }

    public static bool IsCommandInterpreter(string program) =>
        program[(program.LastIndexOfAny(['\\', '/']) + 1)..].Equals(CommandInterpreter, StringComparison.OrdinalIgnoreCase);

    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && !argument.AsSpan().ContainsAny(" \t\n\v\""))
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        var backslashes = 0;
        foreach (var letter in argument)
        {
            if (letter == '\\')
            {
                backslashes++;
                continue;
            }

            // Before a quote of the argument's own each of them is doubled, and one more makes the quote mean itself.
            line.Append('\\', letter == '"' ? (backslashes * 2) + 1 : backslashes).Append(letter);
            backslashes = 0;
        }

        // And before ours they are doubled too.
        line.Append('\\', backslashes * 2).Append('"');
    }
}
