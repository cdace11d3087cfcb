using System.Text;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// An environment as CreateProcess takes it: UTF-16, <c>NAME=value</c> and a NUL each, by name without regard to case, and a further NUL.
/// Names are the same whatever their case, and the last one given holds. A name may begin with <c>=</c>, as those do that Windows itself
/// keeps for the directory of each drive.
/// </summary>
internal static class EnvironmentBlock
{
    /// <exception cref="ArgumentException">A name or a value that no block can hold, named.</exception>
    public static string Of(IReadOnlyDictionary<string, string> variables)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in variables)
        {
            if (name.Length == 0 || name.IndexOf('=', 1) >= 0 || name == "=" || name.Contains('\0') || value.Contains('\0'))
            {
                throw new ArgumentException($"'{name.Replace('\0', '?')}' is no variable that a program can be given");
            }

            // Taken out first, so that it stands there as it was written last.
            sorted.Remove(name);
            sorted[name] = value;
        }

        var block = new StringBuilder();
        foreach (var (name, value) in sorted)
        {
            block.Append(name).Append('=').Append(value).Append('\0');
        }

        return block.Append(sorted.Count == 0 ? "\0\0" : "\0").ToString();
    }
}
