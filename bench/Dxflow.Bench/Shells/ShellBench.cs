using System.Globalization;
using System.Text;

namespace Dxflow.Bench.Shells;

/// <summary>
/// A shell that one is connected to, beside `ssh` to the same machine: how quick a key comes back, how quick a file is shown; and what
/// shells that wait cost in memory.
/// </summary>
internal static class ShellBench
{
    private const int Keys = 500;
    private const int Rounds = 5;
    private const int FileMegabytes = 50;
    private const int IdleShells = 500;
    private const int IdleSessions = 16;
    private const double KibibytesPerMebibyte = 1024;

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        using var engine = Server.Engine(home);
        using var ssh = SshServer.Start(scratch.At("ssh"));
        var file = Path.Combine(scratch.Path, "lines");
        File.WriteAllText(file, string.Concat(Enumerable.Range(0, FileMegabytes * 10_000).Select(
            static line => string.Create(CultureInfo.InvariantCulture, $"{line:D8} {new string('x', 90)}\n"))));
        try
        {
            Connected(home, ssh, file);
            Idle(home, ssh);
        }
        finally
        {
            Programs.Time(Programs.Product, ["boot", "down", "--stop", "--yes"], home);
        }
    }

    private static void Connected(string home, SshServer ssh, string file)
    {
        Programs.Read(Programs.Product, ["shell", "create", "bench", "--", "/bin/sh"], home);
        using var ours = new TypedClient([Programs.Product, "shell", "connect", "bench"], home);
        using var peer = new TypedClient(ssh.Client("/bin/sh"));
        foreach (var client in (TypedClient[])[ours, peer])
        {
            client.Until("echo re''ady\r", "ready");
        }

        var shown = Figure.Alternate(Rounds, () => Show(ours, file), () => Show(peer, file));
        Figure.Print("shell.output", shown.Ours, shown.Peer, "MB/s");
        var before = ours.Bytes;
        Show(ours, file);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  of {FileMegabytes} MB {(ours.Bytes - before) / 1e6:F1} MB reached the window: who is slow is painted"));

        // In turns, a key each: whatever else the machine does meets both alike.
        var (mine, theirs) = (new List<double>(), new List<double>());
        foreach (var client in (TypedClient[])[ours, peer])
        {
            client.Type("exec cat\r");
            client.Until("", "exec cat");
            client.Until("w\r", "w\r\nw\r\n");
        }

        for (var key = 0; key < Keys; key++)
        {
            var letter = ((char)('a' + (key % 20))).ToString();
            mine.Add(ours.Until(letter, letter) * 1e3);
            theirs.Add(peer.Until(letter, letter) * 1e3);
        }

        Figure.Print("shell.echo", Figure.Median(mine), Figure.Median(theirs), "ms");
        Figure.Print("shell.echo.p99", mine[Keys * 99 / 100], theirs[Keys * 99 / 100], "ms");
    }

    private static double Show(TypedClient client, string file) => FileMegabytes / client.Until($"cat {file}; echo do''ne\r", "\ndone\r\n");

    private static void Idle(string home, SshServer ssh)
    {
        var idle = ssh.MemoryMebibytes();
        var sessions = Enumerable.Range(0, IdleSessions).Select(_ => new TypedClient(ssh.Client("echo re''ady; exec sleep 600"))).ToList();
        sessions.ForEach(static session => session.Until("", "ready"));
        var each = (ssh.MemoryMebibytes() - idle) / IdleSessions;
        sessions.ForEach(static session => session.Dispose());
        using (var client = Server.Client(Path.Combine(home, "engine.sock")))
        {
            for (var number = 0; number < IdleShells; number++)
            {
                using var content = new StringContent(
                    string.Create(CultureInfo.InvariantCulture, $$"""{"name":"idle{{number}}","program":"sleep","arguments":["600"]}"""),
                    Encoding.UTF8, "application/json");
                using var answer = client.PostAsync("/api/shells", content).GetAwaiter().GetResult();
                answer.EnsureSuccessStatusCode();
            }
        }

        Figure.Print("shell.memory", Holders(home).Sum(SshServer.PssKibibytes) / KibibytesPerMebibyte / (IdleShells + 1), each, "MiB");
    }

    /// <summary>The processes that hold shells of this home.</summary>
    private static IEnumerable<int> Holders(string home) => Directory.GetDirectories("/proc")
        .Select(static path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0 && CommandLine(pid) is var line && line.Contains("shell\0hold\0", StringComparison.Ordinal)
            && line.Contains(home, StringComparison.Ordinal));

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
