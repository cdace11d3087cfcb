using System.Globalization;
using System.Net;

namespace Dxflow.Foundation.Sockets;

/// <summary>
/// Who listens on a TCP port of this machine, for a message: the kernel's table of sockets names the user, and the process is looked for
/// among those whose files this user may see. Looked at, nothing else; null where it cannot be told.
/// </summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    /// <summary>Such as <c>process 1234 (nginx)</c>, or <c>user 1001</c>.</summary>
    public static string? Find(int port, string proc = "/proc")
    {
        try
        {
            foreach (var table in new[] { "tcp", "tcp6" }.Select(name => Path.Combine(proc, "net", name)).Where(File.Exists))
            {
                foreach (var line in File.ReadLines(table).Skip(1))
                {
                    if (Row(line) is var (at, user, inode) && at == port)
                    {
                        return ProcessOf(inode, proc) ?? $"user {user}";
                    }
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A message without it is as true.
        }

        return null;
    }

    /// <summary>Fields of a line that listens: 1 the address and port in hex, 3 the state, 7 the user, 9 the inode.</summary>
    private static (int Port, string User, string Inode)? Row(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && fields[3] == Listening && fields[1].Split(':') is [_, var hex]
            && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)
            ? (port, fields[7], fields[9])
            : null;
    }

    private static string? ProcessOf(string inode, string proc)
    {
        foreach (var process in Directory.EnumerateDirectories(proc).Where(static path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]"))
                {
                    return $"process {Path.GetFileName(process)} ({File.ReadAllText(Path.Combine(process, "comm")).Trim()})";
                }
            }
            catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or gone meanwhile.
            }
        }

        return null;
    }
}
