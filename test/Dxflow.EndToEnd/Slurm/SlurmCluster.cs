using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>
/// A Slurm of its own: munged, slurmctld, and four slurmd that stand for nodes of this machine, with all they keep in a temporary
/// directory and all their processes, jobs among them, in a namespace: as on a real node the engine does not see them, their numbers
/// say nothing here, and with the namespace they all end, however the tests do.
/// Started when the first test asks for it; at the end nothing of it is left. <see cref="Stand"/> replaces commands by stand-ins.
/// </summary>
public sealed class SlurmCluster : IAsyncDisposable
{
    public const int ArrayMax = 16;
    private const int Nodes = 4;
    private readonly string directory = Directory.CreateTempSubdirectory("sl-").FullName;
    private readonly string name = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly Lock gate = new();
    private Task? starting;
    private Process? space;

    /// <summary>How many elements an array may have.</summary>
    internal int ArraySize { get; init; } = ArrayMax;

    /// <summary>Whether what administrators are given (packaging/slurm) is set up here.</summary>
    internal bool IsPackaged { get; init; } = true;

    /// <summary>Where that is, with its settings.</summary>
    internal string Packaged => Path.Join(directory, "packaged");

    /// <summary>Where engines of allocations have their homes.</summary>
    internal string Allocations => Path.Join(directory, "allocations");

    public string Configuration => Path.Join(directory, "slurm.conf");

    /// <summary>Where the scheduler's commands are, each of which knows this cluster.</summary>
    public string Commands => Path.Join(directory, "bin");

    /// <summary>A directory that all nodes see.</summary>
    public string Shared => Directory.CreateDirectory(Path.Join(directory, "shared")).FullName;

    internal BatchTarget Target => new("slurm", Commands: Commands, Poll: TimeSpan.FromSeconds(1), SubmitsPerMinute: 600);

    /// <summary>Started once; where that fails, every test that asks for it fails at once.</summary>
    public Task UpAsync()
    {
        lock (gate)
        {
            return starting ??= StartAsync();
        }
    }

    private string Calls => Path.Join(directory, "calls");

    /// <summary>What a command of the scheduler says, to us and not to an engine.</summary>
    public Task<string> SayAsync(string program, params string[] arguments) =>
        Tool.Text("/usr/bin/env", "", [$"SLURM_CONF={Configuration}", "/usr/bin/" + program, .. arguments]);

    /// <summary>A node that has come back by itself cannot be resumed: what counts is that it takes jobs.</summary>
    public Task ResumeAsync(string node) => Patience.Until(
        async () =>
        {
            try
            {
                await SayAsync("scontrol", "update", $"nodename={node}", "state=resume");
            }
            catch (InvalidOperationException)
            {
                // It is up, or not yet there to be asked.
            }

            return (await SayAsync("sinfo", "-h", "-n", node, "-o", "%t")).Trim() is "idle" or "mix" or "alloc";
        },
        $"node {node} to take jobs");

    /// <summary>A command among the cluster's processes.</summary>
    public Task<string> InsideAsync(params string[] command) =>
        Tool.Text("nsenter", "", [$"--pid=/proc/{space!.Id}/ns/pid_for_children", $"--mount=/proc/{space.Id}/ns/mnt", "--", .. command]);

    /// <summary>How often engines have called a command so far.</summary>
    public int Called(string command) => File.Exists(Calls) ? File.ReadAllLines(Calls).Count(line => line == command) : 0;

    public async Task StartControllerAsync()
    {
        await Daemon("slurmctld");
        await AnsweringAsync();
    }

    /// <summary>As its service does, so that it writes down what it has: killed, it may forget a job that runs.</summary>
    public Task StopControllerAsync() => EndAsync(Path.Join(directory, "slurmctld.pid"), "TERM");

    public Task StartNodeAsync(int number) => Daemon("slurmd", "-N", $"n{number}");

    public Task KillNodeAsync(int number) => EndAsync(Path.Join(directory, $"slurmd.n{number}.pid"), "KILL");

    public async ValueTask DisposeAsync()
    {
        if (starting is { IsCompletedSuccessfully: true })
        {
            // What a failed test has left in the queue ends first: its nodes tidy up after it.
            await Tool.Run(
                "sh", "", "-c", $"export SLURM_CONF={Configuration}; timeout 20 sh -c "
                + "'scancel --quiet --user=$(id -u); while [ -n \"$(squeue --noheader)\" ]; do sleep 0.1; done' || true");
        }

        if (space is not null)
        {
            space.StandardInput.Close();
            await space.WaitForExitAsync();
            space.Dispose();
        }

        // A command of an engine may still stand before a door that nobody opens any more.
        foreach (var pid in Left())
        {
            await Tool.Run("sh", "", "-c", $"kill -KILL {pid} 2>/dev/null || true");
        }

        await Patience.Until(() => Task.FromResult(!Left().Any()), $"the processes of {directory} to end");
        Directory.Delete(directory, recursive: true);
    }

    private IEnumerable<int> Left() => ProcFile.Pids().Where(pid => pid != Environment.ProcessId
        && (ProcFile.ReadText($"/proc/{pid}/cmdline").Contains(directory + "/", StringComparison.Ordinal)
            || ProcFile.ReadText($"/proc/{pid}/environ") is var variables
                && (variables.Contains($"SLURM_CONF={Configuration}", StringComparison.Ordinal)
                    || variables.Contains($"SLURM_CLUSTER_NAME={name}", StringComparison.Ordinal))));

    private async Task StartAsync()
    {
        var munge = Directory.CreateDirectory(Path.Join(directory, "munge")).FullName;
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(munge, (UnixFileMode)0b111_101_101);
        var key = Path.Join(munge, "key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        foreach (var folder in new[] { "state", "spool", "log", "bin" })
        {
            Directory.CreateDirectory(Path.Join(directory, folder));
        }

        await SpaceAsync();
        await InsideAsync(
            "munged", "--force", $"--key-file={key}", $"--socket={munge}/socket", $"--pid-file={munge}/pid", $"--log-file={munge}/log",
            $"--seed-file={munge}/seed", "--num-threads=2");
        await WriteConfigurationAsync();
        foreach (var command in new[] { "sbatch", "squeue", "scancel", "scontrol", "sacct", "sinfo", "srun" })
        {
            Stand(command, $"exec /usr/bin/{command} \"$@\"");
        }

        await StartControllerAsync();
        foreach (var number in Enumerable.Range(1, Nodes))
        {
            await StartNodeAsync(number);
        }

        await Patience.Until(
            async () => (await SayAsync("sinfo", "--noheader", "--format=%t %D")).Trim() == $"idle {Nodes}", "the nodes to be idle");
    }

    /// <summary>The first process of the space lives as long as somebody holds its input; what it has not borne itself it reaps.</summary>
    private async Task SpaceAsync()
    {
        space = Process.Start(new ProcessStartInfo(
            "unshare", ["--pid", "--fork", "--mount-proc", "--kill-child", "--", "tini", "--", "cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await space.StandardInput.WriteLineAsync("there");
        await space.StandardInput.FlushAsync();
        if (await space.StandardOutput.ReadLineAsync() != "there")
        {
            throw new InvalidOperationException("no namespace of processes could be made: this needs root, unshare and tini");
        }
    }

    /// <summary>Has a command be something else; what it says is a shell's, with SLURM_CONF set.</summary>
    internal void Stand(string command, string script)
    {
        var path = Path.Join(Commands, command);
        File.WriteAllText(path + ".new", $"#!/bin/sh\nexport SLURM_CONF={Configuration}\necho {command} >>{Calls}\n{script}\n");
        File.SetUnixFileMode(path + ".new", (UnixFileMode)0b111_101_101);
        File.Move(path + ".new", path, overwrite: true);
    }

    internal void Remove(string command) => File.Delete(Path.Join(Commands, command));

    /// <summary>The command is itself again.</summary>
    internal void Restore(string command) => Stand(command, $"exec /usr/bin/{command} \"$@\"");

    private async Task WriteConfigurationAsync()
    {
        var host = Dns.GetHostName().Split('.')[0];
        var ports = FreePorts(Nodes + 2);

        // What real sites have in their epilog, or leave to control groups: nothing of a job outlives it.
        var epilog = Path.Join(directory, "epilog");
        await File.WriteAllTextAsync(epilog, $$"""
            #!/bin/sh
            [ ! -d "{{Allocations}}/$SLURM_JOB_ID" ] || exec {{Packaged}}/epilog
            for file in $(/usr/bin/env -i /bin/grep -lsxzF "SLURM_JOB_ID=$SLURM_JOB_ID" /proc/[0-9]*/environ); do
                pid=${file#/proc/}; pid=${pid%/environ}
                [ "$pid" = $$ ] || kill -KILL "$pid" 2>/dev/null
            done
            exit 0

            """);
        File.SetUnixFileMode(epilog, (UnixFileMode)0b111_101_101);
        var nodes = string.Join('\n', Enumerable.Range(1, Nodes).Select(number =>
            $"NodeName=n{number} NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[number]} CPUs=8 RealMemory=4000"));
        await File.WriteAllTextAsync(Configuration, $"""
            ClusterName={name}
            FirstJobId={RandomNumberGenerator.GetInt32(1_000, 50_000_000)}
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmdPort={ports[Nodes + 1]}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={directory}/munge/socket
            CredType=cred/munge
            StateSaveLocation={directory}/state
            SlurmdSpoolDir={directory}/spool/%n
            SlurmctldPidFile={directory}/slurmctld.pid
            SlurmdPidFile={directory}/slurmd.%n.pid
            SlurmctldLogFile={directory}/log/slurmctld.log
            SlurmdLogFile={directory}/log/slurmd.%n.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            SlurmdParameters=config_overrides
            SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1,default_queue_depth=1000
            ReturnToService=2
            MpiDefault=none
            SwitchType=switch/none
            JobAcctGatherType=jobacct_gather/linux
            JobAcctGatherFrequency=task=1
            JobAcctGatherParams=OverMemoryKill
            MaxArraySize={ArraySize}
            AccountingStorageType=accounting_storage/none
            Epilog={epilog}
            DefMemPerCPU=200
            KillWait=2
            MinJobAge=60
            SlurmdTimeout=10
            MessageTimeout=10
            {nodes}
            PartitionName=main Nodes=n[1-{Nodes}] Default=YES MaxTime=INFINITE State=UP
            {(IsPackaged ? Package() : "")}

            """);
    }

    /// <summary>As docs/slurm.md tells administrators; the lines of the configuration.</summary>
    private string Package()
    {
        Directory.CreateDirectory(Packaged);
        foreach (var name in new[] { "prolog", "epilog", "task-prolog" })
        {
            File.Copy(Path.Join(Checkout.Path, "packaging", "slurm", name), Path.Join(Packaged, name));
        }

        PackageSettings("allocation");
        return $"Prolog={Packaged}/prolog\nTaskProlog={Packaged}/task-prolog\nPrologFlags=Alloc";
    }

    internal void PackageSettings(string start) => File.WriteAllText(
        Path.Join(Packaged, "settings"),
        $"program={Environment.GetEnvironmentVariable("DXFLOW_BINARY")}\nroot={Allocations}\nstart={start}\n");

    private Task Daemon(string program, params string[] arguments) =>
        InsideAsync(
            ["sh", "-c", $"export SLURM_CONF={Configuration}; exec {program} \"$@\" </dev/null >/dev/null 2>&1",
                program, .. arguments]);

    private Task AnsweringAsync() => Patience.Until(
        async () =>
        {
            try
            {
                return (await SayAsync("scontrol", "ping")).Contains("is UP", StringComparison.Ordinal);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        },
        "slurmctld to answer");

    private async Task EndAsync(string pidFile, string signal)
    {
        var pid = (await File.ReadAllTextAsync(pidFile)).Trim();
        await InsideAsync("sh", "-c", $"kill -{signal} {pid} && while [ -e /proc/{pid} ]; do sleep 0.05; done");
        File.Delete(pidFile);
    }

    internal static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.ConvertAll(static listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(static listener => listener.Stop());
        return ports;
    }
}
