using System.Text.RegularExpressions;

namespace Dxflow.Tests.Tidy.Arrows;

/// <summary>
/// Who may use whom, read from the table in ARCHITECTURE.md: | `From` | `To`, `To` |. A folder may always use itself;
/// the row of <c>*Commands.cs</c> adds to the row of the folder that such a file stands in.
/// </summary>
internal sealed partial class ArrowTable
{
    public const string CommandFiles = "*Commands.cs";
    private const string Title = "| folder | may use |";

    private readonly Dictionary<string, HashSet<string>> _rows;

    private ArrowTable(Dictionary<string, HashSet<string>> rows) => _rows = rows;

    public IReadOnlySet<string> Folders => _rows.Keys.Where(key => key != CommandFiles).ToHashSet();

    public static ArrowTable Parse(string markdown)
    {
        var rows = markdown.Split('\n').SkipWhile(line => line != Title).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|'))
            .ToDictionary(cells => Names(cells[0]).Single(), cells => Names(cells[1]).ToHashSet());
        return rows.Count > 0 ? new ArrowTable(rows) : throw new FormatException($"ARCHITECTURE.md has no table `{Title}`.");
    }

    /// <summary>Folders are top-level ones, and <c>Surfaces/Cli</c> for what only commands may use.</summary>
    public bool Allows(string from, string to, bool isCommand) =>
        from == to.Split('/')[0]
        || (_rows.TryGetValue(from, out var row) && (row.Contains(to) || row.Contains(to.Split('/')[0])))
        || (isCommand && _rows.TryGetValue(CommandFiles, out var commands) && commands.Contains(to));

    private static IEnumerable<string> Names(string cell) => Code().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
