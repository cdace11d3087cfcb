using System.Diagnostics;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.EndToEnd.Containers;

/// <summary>A daemon with a directory of its own, which can be killed and started again as often as a test likes.</summary>
internal abstract class ContainerEngine(string directory) : IAsyncDisposable
{
    private Process? process;

    public string Directory { get; } = directory;

    public string Address => $"unix://{Socket}";

    protected virtual string Socket => Path.Join(Directory, "sock");

    protected abstract ProcessStartInfo Command { get; }

    /// <summary>Starts the daemon and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = Command;
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        process = Process.Start(start)!;
        var log = new StreamWriter(Path.Join(Directory, "log"), append: true) { AutoFlush = true };
        void Write(object _, DataReceivedEventArgs line)
        {
            lock (log)
            {
                log.WriteLine(line.Data);
            }
        }

        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var api = new EngineApi(EngineAddress.Parse(Address));
        await Home.Until(
            async () =>
            {
                if (process.HasExited)
                {
                    var said = await File.ReadAllLinesAsync(Path.Join(Directory, "log"));
                    throw new InvalidOperationException($"{start.FileName} ended: {string.Join('\n', said.TakeLast(5))}");
                }

                try
                {
                    return await api.VersionAsync(CancellationToken.None) is not null;
                }
                catch (Fault)
                {
                    return false;
                }
            },
            $"{start.FileName} to answer");
    }

    /// <summary>As the kernel's out-of-memory killer would.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        await KilledAsync();
    }

    /// <summary>STOP: it answers nothing, as one that waits for a disk or for a lock. CONT: it goes on.</summary>
    public Task SignalAsync(string signal) => Tool.Run("kill", "", $"-{signal}", $"{process!.Id}");

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await RemoveAllAsync();
            await EndAsync(process.Id);
            await process.WaitForExitAsync();
        }

        await EndLeftAsync();
        await CleanAsync();
    }

    /// <summary>Those that stand beside containers wait some minutes after their end; each names the directory in its arguments.</summary>
    private async Task EndLeftAsync()
    {
        IEnumerable<string> Left() => ProcFile.Pids()
            .Where(pid => ProcFile.ReadText($"/proc/{pid}/cmdline").Contains(Directory + "/", StringComparison.Ordinal))
            .Select(pid => $"{pid}");
        foreach (var pid in Left())
        {
            await Tool.Run("sh", "", "-c", $"kill -KILL {pid} || true");
        }

        await Home.Until(() => Task.FromResult(!Left().Any()), $"the processes of {Directory} to end");
    }

    /// <summary>Asks the daemon to end.</summary>
    protected virtual Task EndAsync(int pid) => Tool.Run("kill", "", "-TERM", $"{pid}");

    protected virtual Task KilledAsync() => Task.CompletedTask;

    protected abstract Task CleanAsync();

    /// <summary>Unmounts whatever is mounted below the directory, the deepest first.</summary>
    protected async Task UnmountAsync()
    {
        var mounts = (await File.ReadAllLinesAsync("/proc/self/mounts")).Select(line => line.Split(' ')[1])
            .Where(path => path.StartsWith(Directory + "/", StringComparison.Ordinal)).Reverse();
        foreach (var mount in mounts)
        {
            await Tool.Run("umount", "", "-l", mount);
        }
    }

    /// <summary>A name for control groups that is nobody else's.</summary>
    protected string Group => $"dxflow-{Path.GetFileName(Path.GetDirectoryName(Directory))}";

    /// <summary>Ends what is left in the control groups of that name, in all hierarchies, and removes them.</summary>
    protected async Task RemoveCgroupsAsync()
    {
        var tops = System.IO.Directory.GetDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup").Select(each => Path.Join(each, Group))
            .Where(System.IO.Directory.Exists).ToList();
        await Home.Until(() => Task.FromResult(tops.All(TryRemove)), $"the control groups {Group} to be empty");
    }

    private static bool TryRemove(string top)
    {
        if (!System.IO.Directory.Exists(top))
        {
            return true;
        }

        try
        {
            foreach (var group in System.IO.Directory.GetDirectories(top, "*", SearchOption.AllDirectories).Reverse().Append(top))
            {
                foreach (var pid in File.ReadAllLines(Path.Join(group, "cgroup.procs")))
                {
                    Process.GetProcessById(int.Parse(pid)).Kill();
                }

                System.IO.Directory.Delete(group);
            }

            return true;
        }
        catch (Exception busy) when (busy is IOException or ArgumentException or InvalidOperationException)
        {
            // It ends while we look; once more.
            return false;
        }
    }

    /// <summary>Networks that are there from the beginning.</summary>
    public static bool IsItsOwn(string network) => network is "bridge" or "host" or "none" or "podman";

    /// <summary>Podman removes no container that another one shares something with, so it takes a few rounds.</summary>
    public static async Task RemoveAllAsync(ContainerCalls containers)
    {
        for (var isLast = false; await containers.ListAsync(CancellationToken.None) is { Count: > 0 } left;)
        {
            var removed = 0;
            foreach (var container in left)
            {
                try
                {
                    removed += await containers.RemoveAsync(container.Id, force: true, volumes: true, CancellationToken.None) ? 1 : 0;
                }
                catch (Fault shared) when (!isLast && EngineRefusal.Dependents(shared).Count > 0)
                {
                    // Its time comes when the others are gone.
                }
            }

            isLast = removed == 0;
        }
    }

    private async Task RemoveAllAsync()
    {
        using var api = new EngineApi(EngineAddress.Parse(Address));
        var containers = new ContainerCalls(api);
        await RemoveAllAsync(containers);

        var networks = new NetworkCalls(api);
        foreach (var network in await networks.ListAsync(CancellationToken.None))
        {
            if (!IsItsOwn(network.Name))
            {
                await networks.RemoveAsync(network.Id, CancellationToken.None);
            }
        }
    }
}

/// <summary>dockerd, with a containerd of its own.</summary>
internal sealed class DockerEngine(string directory) : ContainerEngine(directory)
{
    protected override ProcessStartInfo Command => new(
        "dockerd",
        [
            "--data-root", Path.Join(Directory, "g"), "--exec-root", Path.Join(Directory, "r"), "--pidfile", Path.Join(Directory, "pid"),
            "-H", Address, "--cgroup-parent", "/" + Group,
        ]);

    /// <summary>Its containerd dies with it; the next daemon would wait for both as long as their files name them.</summary>
    protected override Task KilledAsync()
    {
        File.Delete(Path.Join(Directory, "pid"));
        File.Delete(Path.Join(Directory, "r", "containerd", "containerd.pid"));
        return Task.CompletedTask;
    }

    protected override async Task CleanAsync()
    {
        await RemoveCgroupsAsync();
        await UnmountAsync();
    }
}

/// <summary>podman's service, set up for a machine without systemd and with control groups of the first kind.</summary>
internal sealed class PodmanEngine(string directory) : ContainerEngine(directory)
{
    protected override ProcessStartInfo Command
    {
        get
        {
            var configuration = Path.Join(Directory, "containers.conf");
            File.WriteAllText(configuration, """
                [containers]
                default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
                init_path = "/usr/bin/tini"
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                init_path = "/usr/bin/tini"
                """);
            var storage = Path.Join(Directory, "storage.conf");
            File.WriteAllText(storage, $"""
                [storage]
                driver = "overlay"
                graphroot = "{Directory}/g"
                runroot = "{Directory}/r"
                """);
            return new ProcessStartInfo(
                "podman",
                [
                    "--tmpdir", Path.Join(Directory, "t"), "--network-config-dir", Path.Join(Directory, "n"),
                    "system", "service", "--time", "0", Address,
                ])
            {
                Environment = { ["CONTAINERS_CONF"] = configuration, ["CONTAINERS_STORAGE_CONF"] = storage },
            };
        }
    }

    protected override async Task CleanAsync()
    {
        await UnmountAsync();

        // One name for all of this machine: another's may be in them.
        foreach (var left in System.IO.Directory.GetDirectories("/sys/fs/cgroup").Select(each => Path.Join(each, "libpod_parent")))
        {
            if (System.IO.Directory.Exists(left))
            {
                await Tool.Run("sh", "", "-c", $"find {left} -depth -type d -exec rmdir {{}} + 2>/dev/null || true");
            }
        }
    }
}
