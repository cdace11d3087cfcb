using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Dxflow.Bench;

/// <summary>A server on a Unix socket in a directory of its own, from spawn to its first answer, and then what it costs to keep.</summary>
internal sealed class Server : IDisposable
{
    private const int ReadySecondsMax = 60;
    private const int PageBytes = 4096;

    private readonly Process _process;
    private readonly string _socket;

    private Server(Process process, string socket, double readyMilliseconds)
    {
        _process = process;
        _socket = socket;
        ReadyMilliseconds = readyMilliseconds;
    }

    public double ReadyMilliseconds { get; }

    public string Socket => _socket;

    /// <summary>Resident memory in MiB, as the kernel counts it.</summary>
    public double MemoryMebibytes => long.Parse(Fields("statm")[1], CultureInfo.InvariantCulture) * PageBytes / (1024.0 * 1024);

    /// <summary>Processor time so far, user and system, in seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary><paramref name="port"/>: also there, on loopback.</summary>
    public static Server Engine(string home, int? port = null) => Start(
        Programs.Product, port is { } number ? ["boot", "up", "--http", Text(number)] : ["boot", "up"],
        Path.Combine(home, "engine.sock"), home);

    /// <summary><paramref name="port"/>: also there, on loopback, and with HTTP/2 on h2.sock.</summary>
    public static Server Empty(string home, int? port = null) => Start(
        Programs.Peer,
        [Path.Combine(home, "peer.sock"), .. port is { } number ? [Text(number), Path.Combine(home, "h2.sock")] : Array.Empty<string>()],
        Path.Combine(home, "peer.sock"),
        home);

    /// <summary>Ends it as a power cut would, as far as a process can be.</summary>
    public void KillHard()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            stop.WaitForExit();
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(ReadySecondsMax)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static Server Start(string file, string[] arguments, string socket, string home)
    {
        var watch = Stopwatch.GetTimestamp();
        var process = Programs.Start(file, arguments, home);
        while (!Answers(socket))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(watch).TotalSeconds > ReadySecondsMax)
            {
                throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} did not answer on {socket}");
            }

            Thread.Sleep(1);
        }

        return new Server(process, socket, Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
    }

    /// <summary>HTTP over a Unix socket.</summary>
    public static HttpClient Client(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };

    /// <summary>True once a request gets a 200: the listener alone is not enough.</summary>
    private static bool Answers(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8);
            var answer = new byte[64];
            var count = socket.Receive(answer);
            return Encoding.ASCII.GetString(answer, 0, count).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string[] Fields(string file) => File.ReadAllText($"/proc/{_process.Id}/{file}").Split(' ');
}
