using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Processes.Cgroups;

/// <summary>Reading and writing the small files of cgroups. What is not there or not permitted reads as null and writes as false.</summary>
internal static class CgroupFile
{
    /// <summary>Most are shorter; a list of processes may need more.</summary>
    private const int BytesFirst = 1024;

    public static bool Write(string directory, string name, string value)
    {
        var path = Path.Join(directory, name);
        try
        {
            using var file = FileCalls.Open(path, Libc.WriteOnly);
            FileCalls.Write(file, Encoding.ASCII.GetBytes(value), 0, path);
            return true;
        }
        catch (DiskException)
        {
            return false;
        }
    }

    public static string? Read(string directory, string name)
    {
        var path = Path.Join(directory, name);
        try
        {
            using var file = FileCalls.Open(path, Libc.ReadOnly);
            var content = new byte[BytesFirst];
            while (true)
            {
                var count = FileCalls.Read(file, content, 0, path);
                if (count < content.Length)
                {
                    return Encoding.ASCII.GetString(content, 0, count);
                }

                content = new byte[content.Length * 4];
            }
        }
        catch (DiskException)
        {
            return null;
        }
    }

    /// <summary>A file that is one number. <c>max</c> is null.</summary>
    public static long? ReadNumber(string directory, string name) =>
        long.TryParse(Read(directory, name), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

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
