using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Dxflow.Bench.Shells;

/// <summary>
/// Debian's sshd on a port of loopback, with a key, a configuration and a client's key of its own; gone with the benchmark.
/// </summary>
internal sealed class SshServer : IDisposable
{
    private const string Program = "/usr/sbin/sshd";
    private const int ReadySecondsMax = 20;
    private const int KibibytesPerMebibyte = 1024;

    private readonly Process _process;
    private readonly string _directory;
    private readonly int _port;

    private SshServer(Process process, string directory, int port) => (_process, _directory, _port) = (process, directory, port);

    public static SshServer Start(string directory)
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"{Program} is not there: apt-get install openssh-server (it need not run)");
        }

        foreach (var name in (string[])["host", "client"])
        {
            Programs.Read("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", $"{directory}/{name}"]);
        }

        File.Copy($"{directory}/client.pub", $"{directory}/authorized");
        var port = FreePort();
        File.WriteAllText($"{directory}/config", string.Create(CultureInfo.InvariantCulture, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {directory}/host
            PidFile {directory}/pid
            AuthorizedKeysFile {directory}/authorized
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            MaxStartups 1000
            """));

        // Where sshd's user without privileges is at home; the machine's own service would make it.
        Directory.CreateDirectory("/run/sshd");
        var process = Programs.Start(Program, ["-D", "-e", "-f", $"{directory}/config"]);
        var since = Stopwatch.GetTimestamp();
        while (!Answers(port))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(since).TotalSeconds > ReadySecondsMax)
            {
                throw new InvalidOperationException("sshd does not answer");
            }

            Thread.Sleep(10);
        }

        return new SshServer(process, directory, port);
    }

    /// <summary>The client's command line, for a program on a terminal there.</summary>
    public string[] Client(params string[] command) =>
    [
        "ssh", "-tt", "-q", "-F", "none", "-i", $"{_directory}/client", "-p", _port.ToString(CultureInfo.InvariantCulture),
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "127.0.0.1", .. command,
    ];

    /// <summary>What the server's processes have of memory, shared pages in parts, in MiB.</summary>
    public double MemoryMebibytes() => Below(_process.Id).Where(static pid => Name(pid).StartsWith("sshd", StringComparison.Ordinal))
        .Sum(static pid => PssKibibytes(pid)) / KibibytesPerMebibyte;

    /// <summary>PSS of a process.</summary>
    public static double PssKibibytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup")
                .FirstOrDefault(static one => one.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static IEnumerable<int> Below(int pid)
    {
        yield return pid;
        foreach (var child in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var one in Below(int.Parse(child, CultureInfo.InvariantCulture)))
            {
                yield return one;
            }
        }
    }

    private static string Name(int pid) => File.ReadAllText($"/proc/{pid}/comm");

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return client.GetStream().ReadByte() == 'S';
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
