using System.Globalization;
using System.Text;

namespace Dxflow.Foundation.Processes.Cgroups;

/// <summary>Reading and writing the small files of cgroups. What is not there or not permitted reads as null and writes as false.</summary>
internal static class CgroupFile
{
    public static bool Write(string directory, string name, string value)
    {
        try
        {
            using var file = File.OpenHandle(Path.Join(directory, name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(value), 0);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static string? Read(string directory, string name)
    {
        try
        {
            return File.ReadAllText(Path.Join(directory, name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file that is one number. <c>max</c> is null.</summary>
    public static long? ReadNumber(string directory, string name) =>
        long.TryParse(Read(directory, name), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The number after a key, in a file of lines <c>key number</c>.</summary>
    public static long? ReadNumber(string directory, string name, string key)
    {
        foreach (var line in (Read(directory, name) ?? "").Split('\n'))
        {
            if (line.Split(' ') is [var found, var value] && found == key)
            {
                return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            }
        }

        return null;
    }
}
