using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// The one file that the program is: the runtime opens it by its path whenever a part of it is needed for the first time, and would read
/// from another file if that has been replaced meanwhile. Whoever replaces it, or lives on while it may be, has all parts loaded before.
/// </summary>
internal static class WholeProgram
{
    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "References that were trimmed away are of no interest: they are not in the file.")]
    public static void Load()
    {
        var seen = new HashSet<string>();
        var left = new Stack<Assembly>([typeof(WholeProgram).Assembly]);
        while (left.TryPop(out var part))
        {
            foreach (var name in part.GetReferencedAssemblies().Where(name => seen.Add(name.Name!)))
            {
                try
                {
                    left.Push(Assembly.Load(name));
                }
                catch (Exception absent) when (absent is IOException or BadImageFormatException)
                {
                    // Not in the file, so nothing will ever ask for it.
                }
            }
        }
    }
}
