using System.Diagnostics;
using System.Globalization;

namespace Dxflow.Bench;

/// <summary>
/// A dockerd of a benchmark's own, and an image of a few tools of this machine. Without networks: nothing of the machine is changed.
/// <c>DOCKER_HOST</c> names it to everything that the benchmark starts.
/// </summary>
internal sealed class DockerDaemon : IDisposable
{
    public const string Image = "dxflow-bench:1";

    private const int TriesMax = 600;

    private readonly Process _process;

    public DockerDaemon(Scratch scratch)
    {
        var place = scratch.At("d");
        Socket = Path.Combine(place, "sock");
        Environment.SetEnvironmentVariable("DOCKER_HOST", $"unix://{Socket}");
        _process = Programs.Start(
            "dockerd",
            ["--data-root", Path.Combine(place, "data"), "--exec-root", Path.Combine(place, "exec"), "-H", $"unix://{Socket}",
                "--pidfile", Path.Combine(place, "pid"), "--bridge", "none", "--iptables=false", "--ip6tables=false"]);
        for (var tries = 0; !File.Exists(Socket); tries++)
        {
            if (_process.HasExited || tries > TriesMax)
            {
                throw new InvalidOperationException("dockerd did not start; it is Debian's docker.io, and needs root");
            }

            Thread.Sleep(100);
        }

        Programs.Time("docker", ["import", ImageIn(scratch), Image]);
    }

    public string Socket { get; }

    /// <summary>Processor time of dockerd itself so far, in seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public void Dispose()
    {
        Programs.Time("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>A shell and three tools with their libraries, from where they are on this machine.</summary>
    private static string ImageIn(Scratch scratch)
    {
        var archive = Path.Combine(scratch.Path, "image.tar");
        Programs.Time(
            "/bin/sh",
            [
                "-c",
                "set -e; all='/bin/sh /usr/bin/yes /usr/bin/head /usr/bin/sleep /usr/bin/touch'; "
                    + "libs=$(for one in $all; do ldd $one; done | grep -o '/[^ ]*' | sort -u); tar -C / -chPf \"$1\" $all $libs",
                "sh",
                archive,
            ]);
        return archive;
    }
}
