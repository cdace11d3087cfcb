using System.Net;
using System.Security.Cryptography;
using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes.Batch;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>
/// A Slurm of its own: munged, slurmctld, and four slurmd that stand for nodes of this machine.
/// </summary>
public sealed class SlurmCluster() : BatchCluster("sl-")
{
    private const int Nodes = 4;
    private readonly string name = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>How many elements an array may have.</summary>
    internal int ArraySize { get; init; } = ArrayMax;

    /// <summary>Whether what administrators are given (packaging/slurm) is set up here.</summary>
    internal bool IsPackaged { get; init; } = true;

    /// <summary>Where that is, with its settings.</summary>
    internal string Packaged => In("packaged");

    /// <summary>Where engines of allocations have their homes.</summary>
    internal string Allocations => In("allocations");

    public string Configuration => In("slurm.conf");

    internal BatchTarget Target => new("slurm", Commands: Commands, Poll: TimeSpan.FromSeconds(1), SubmitsPerMinute: 600);

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

    /// <summary>A node completes a job for some time after that has ended.</summary>
    public Task IdleAsync() => Patience.Until(
        async () => (await SayAsync("sinfo", "--noheader", "--format=%t %D")).Trim() == $"idle {Nodes}", "the nodes to be idle");

    public async Task StartControllerAsync()
    {
        await Daemon("slurmctld");
        await AnsweringAsync();
    }

    /// <summary>As its service does, so that it writes down what it has: killed, it may forget a job that runs.</summary>
    public Task StopControllerAsync() => EndAsync(In("slurmctld.pid"), "TERM");

    public Task StartNodeAsync(int number) => Daemon("slurmd", "-N", $"n{number}");

    public Task KillNodeAsync(int number) => EndAsync(In($"slurmd.n{number}.pid"), "KILL");

    internal override string Real(string command) => "/usr/bin/" + command;

    internal void Remove(string command) => File.Delete(Path.Join(Commands, command));

    protected override string Prelude => $"export SLURM_CONF={Configuration}";

    protected override IEnumerable<string> Marks => [$"SLURM_CONF={Configuration}", $"SLURM_CLUSTER_NAME={name}"];

    protected override async Task ClearAsync()
    {
        if (IsUp)
        {
            // Its nodes tidy up after a job that has ended.
            await Tool.Run(
                "sh", "", "-c", $"export SLURM_CONF={Configuration}; timeout 20 sh -c "
                + "'scancel --quiet --user=$(id -u); while [ -n \"$(squeue --noheader)\" ]; do sleep 0.1; done' || true");
        }
    }

    protected override async Task StartAsync()
    {
        var munge = Directory.CreateDirectory(In("munge")).FullName;
        File.SetUnixFileMode(Folder, Everybody);
        File.SetUnixFileMode(munge, Everybody);
        var key = Path.Join(munge, "key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        foreach (var folder in new[] { "state", "spool", "log", "bin" })
        {
            Directory.CreateDirectory(Path.Join(Folder, folder));
        }

        await SpaceAsync();
        await InsideAsync(
            "munged", "--force", $"--key-file={key}", $"--socket={munge}/socket", $"--pid-file={munge}/pid", $"--log-file={munge}/log",
            $"--seed-file={munge}/seed", "--num-threads=2");
        await WriteConfigurationAsync();
        foreach (var command in new[] { "sbatch", "squeue", "scancel", "scontrol", "sacct", "sinfo", "srun", "sstat" })
        {
            Restore(command);
        }

        await StartControllerAsync();
        foreach (var number in Enumerable.Range(1, Nodes))
        {
            await StartNodeAsync(number);
        }

        await IdleAsync();
    }

    private async Task WriteConfigurationAsync()
    {
        var host = Dns.GetHostName().Split('.')[0];
        var ports = FreePorts(Nodes + 2);

        // What real sites have in their epilog, or leave to control groups: nothing of a job outlives it.
        var epilog = In("epilog");
        await File.WriteAllTextAsync(epilog, $$"""
            #!/bin/sh
            [ ! -d "{{Allocations}}/$SLURM_JOB_ID" ] || exec {{Packaged}}/epilog
            for file in $(/usr/bin/env -i /bin/grep -lsxzF "SLURM_JOB_ID=$SLURM_JOB_ID" /proc/[0-9]*/environ); do
                pid=${file#/proc/}; pid=${pid%/environ}
                [ "$pid" = $$ ] || kill -KILL "$pid" 2>/dev/null
            done
            exit 0

            """);
        File.SetUnixFileMode(epilog, Everybody);
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
            AuthInfo=socket={Folder}/munge/socket
            CredType=cred/munge
            StateSaveLocation={Folder}/state
            SlurmdSpoolDir={Folder}/spool/%n
            SlurmctldPidFile={Folder}/slurmctld.pid
            SlurmdPidFile={Folder}/slurmd.%n.pid
            SlurmctldLogFile={Folder}/log/slurmctld.log
            SlurmdLogFile={Folder}/log/slurmd.%n.log
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
}
