using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Dxflow.Bench.Objects;

/// <summary>
/// Files to the object storage and back. One of a gigabyte: our command, which sums it up before and after, and curl, beside nginx, which
/// keeps no sum and syncs nothing, and beside dd with a sync, the disk itself. Ten thousand of a kilobyte: `object sync` beside rclone to
/// its own server of SFTP (to its WebDAV each file takes 30 ms), and beside a copy with a sync. At last the engine is killed in the middle
/// of an upload, and what is sent twice counted.
/// </summary>
internal static class ObjectsBench
{
    private const long LargeBytes = 1_000_000_000;
    private const int SmallFiles = 10_000;
    private const int SmallBytes = 1024;
    private const int Rounds = 3;
    private const int ReadySecondsMax = 30;

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        var large = Path.Combine(scratch.Path, "large");
        Fill(large);
        using var nginx = new Nginx(scratch.At("nginx"));
        using (var engine = Server.Engine(home, nginx.OurPort))
        {
            Large(scratch.Path, home, large, nginx);
            Small(scratch, home);
        }

        Resume(scratch.Path, home, large);
    }

    /// <summary>Without the parts that take long.</summary>
    public static void RunSmall()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        using (var engine = Server.Engine(home))
        {
            Small(scratch, home);
        }

        var large = Path.Combine(scratch.Path, "large");
        Fill(large);
        Resume(scratch.Path, home, large);
    }

    private static void Large(string directory, string home, string large, Nginx nginx)
    {
        var bearer = "Authorization: Bearer " + JsonDocument.Parse(Programs.Read(Programs.Product, ["engine", "token", "-o", "json"], home))
            .RootElement.GetProperty("token").GetString();
        var (ours, theirs) = ($"http://127.0.0.1:{nginx.OurPort}/api/objects", $"http://127.0.0.1:{nginx.Port}");
        var copy = Path.Combine(directory, "copy");

        double Dd() => Rate(Programs.Time("dd", [$"if={large}", $"of={copy}", "bs=1M", "conv=fsync"]));
        double Command() => Rate(Programs.Time(Programs.Product, ["object", "upload", "large", large, "--replace"], home));
        double Curl() => Rate(Programs.Time(
            "curl", ["-fsS", "-X", "POST", "-T", large, "-H", bearer, ours + "/upload?path=large&replace=true"]));
        double Put() => Rate(Programs.Time("curl", ["-fsS", "-T", large, theirs + "/large"]));
        var (commands, floor) = Figure.Alternate(Rounds, Command, Dd);
        Figure.Print("objects.upload.command", commands, floor, " MB/s");
        var (curls, disk) = Figure.Alternate(Rounds, Curl, Dd);
        Figure.Print("objects.upload.dd", curls, disk, " MB/s");
        var (again, puts) = Figure.Alternate(Rounds, Curl, Put);
        Figure.Print("objects.upload.nginx", again, puts, " MB/s");

        double Get() => Rate(Programs.Time("curl", ["-fsS", "-H", bearer, "-o", "/dev/null", ours + "/download?path=large"]));
        var (got, sent) = Figure.Alternate(
            Rounds, Get, () => Rate(Programs.Time("curl", ["-fsS", "-o", "/dev/null", theirs + "/large"])));
        Figure.Print("objects.download.nginx", got, sent, " MB/s");
        var (fetched, written) = Figure.Alternate(
            Rounds, () => Rate(Programs.Time(Programs.Product, ["object", "download", "large", copy], home)), Dd);
        Figure.Print("objects.download.command", fetched, written, " MB/s");
    }

    private static void Small(Scratch scratch, string home)
    {
        var small = scratch.At("small");
        for (var file = 0; file < SmallFiles; file++)
        {
            var directory = Directory.CreateDirectory(Path.Combine(small, $"d{file / 1000}")).FullName;
            File.WriteAllBytes(Path.Combine(directory, $"f{file}"), RandomNumberGenerator.GetBytes(SmallBytes));
        }

        using var rclone = new Rclone(scratch.At("rclone"));
        var round = 0;
        var (sent, copied) = Figure.Alternate(
            Rounds,
            () => PerSecond(Programs.Time(Programs.Product, ["object", "sync", small, $"object:small{++round}"], home)),
            () => PerSecond(rclone.Copy(small, $"small{round}")));
        Figure.Print("objects.small.up", sent, copied, "/s");
        var (again, floor) = Figure.Alternate(
            Rounds,
            () => PerSecond(Programs.Time(Programs.Product, ["object", "sync", small, $"object:again{++round}"], home)),
            () => PerSecond(Programs.Time("/bin/sh", ["-c", $"cp -r {small} {scratch.Path}/c{round} && sync -f {scratch.Path}"])));
        Figure.Print("objects.small.cp", again, floor, "/s");
        var (alike, listed) = Figure.Alternate(
            Rounds,
            () => PerSecond(Programs.Time(Programs.Product, ["object", "sync", small, "object:small1"], home)),
            () => PerSecond(rclone.Copy(small, "small1")));
        Figure.Print("objects.small.alike", alike, listed, "/s");
    }

    /// <summary>
    /// What the client read of its file, as the kernel counts it, more than once: it sums up what it sends, so what it reads again is what
    /// it sends again. What it sends the kernel does not count; a few hundred KiB are what any command reads when it starts.
    /// </summary>
    private static void Resume(string directory, string home, string large)
    {
        var start = new ProcessStartInfo(Programs.Product, ["object", "upload", "resumed", large])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DXFLOW_HOME"] = home;
        var engine = Server.Engine(home);
        using var client = Process.Start(start)!;
        var coming = Path.Combine(home, "objects", "resumable");
        while (!Directory.GetFiles(coming).Any(static file => new FileInfo(file) is { Exists: true, Length: > LargeBytes / 3 }))
        {
            Thread.Sleep(1);
        }

        engine.KillHard();
        engine = Server.Engine(home);
        var read = 0L;
        while (!client.HasExited)
        {
            read = Math.Max(read, ReadBy(client.Id));
            Thread.Sleep(1);
        }

        engine.Dispose();
        if (client.ExitCode != 0)
        {
            throw new InvalidOperationException($"the upload did not go on: {client.StandardError.ReadToEnd()} in {directory}");
        }

        Figure.PrintAim("objects.resume.sent_twice", Math.Max(0, read - LargeBytes) / 1048576.0, 32, " MiB");
    }

    private static long ReadBy(int process)
    {
        try
        {
            return long.Parse(
                File.ReadAllLines($"/proc/{process}/io").First(static line => line.StartsWith("rchar:", StringComparison.Ordinal))[6..],
                CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        var part = new byte[1_000_000];
        for (var written = 0L; written < LargeBytes; written += part.Length)
        {
            RandomNumberGenerator.Fill(part);
            file.Write(part);
        }
    }

    private static double Rate(double milliseconds) => LargeBytes / 1e6 / (milliseconds / 1000);

    private static double PerSecond(double milliseconds) => SmallFiles / milliseconds * 1000;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Await(int port)
    {
        for (var watch = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(watch).TotalSeconds < ReadySecondsMax; Thread.Sleep(20))
        {
            try
            {
                using var client = new TcpClient("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException($"nothing answers on port {port}");
    }

    private static void End(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>An nginx of our own that takes PUT and gives by sendfile.</summary>
    private sealed class Nginx : IDisposable
    {
        private readonly Process _process;

        public Nginx(string directory)
        {
            Directory.CreateDirectory(Path.Combine(directory, "files"));
            Directory.CreateDirectory(Path.Combine(directory, "coming"));
            var configuration = Path.Combine(directory, "nginx.conf");
            File.WriteAllText(configuration, $$"""
                daemon off; master_process off; pid {{directory}}/pid; error_log /dev/null;
                {{(Environment.UserName == "root" ? "user root;" : "")}}
                events { }
                http {
                  access_log off; sendfile on; client_max_body_size 0; client_body_temp_path {{directory}}/coming;
                  server { listen 127.0.0.1:{{Port}}; root {{directory}}/files; location / { dav_methods PUT; } }
                }
                """);
            _process = Programs.Start("nginx", ["-c", configuration, "-p", directory]);
            Await(Port);
        }

        public int Port { get; } = FreePort();

        public int OurPort { get; } = FreePort();

        public void Dispose() => End(_process);
    }

    /// <summary>rclone at both ends: its own server of SFTP over a directory, and its client.</summary>
    private sealed class Rclone : IDisposable
    {
        private const string User = "bench";
        private readonly Process _process;
        private readonly int _port = FreePort();
        private readonly string _password = Programs.Read("rclone", ["obscure", User]).Trim();

        public Rclone(string directory)
        {
            _process = Programs.Start(
                "rclone", ["serve", "sftp", directory, "--addr", $"127.0.0.1:{_port}", "--user", User, "--pass", User]);
            Await(_port);
        }

        public double Copy(string from, string to) => Programs.Time(
            "rclone",
            [
                "copy", from, $":sftp:{to}", "--sftp-host", "127.0.0.1", "--sftp-port", $"{_port}", "--sftp-user", User,
                "--sftp-pass", _password, "--transfers", "4", "--config", "",
            ]);

        public void Dispose() => End(_process);
    }
}
