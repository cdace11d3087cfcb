using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Xunit;

namespace Dxflow.EndToEnd.GridEngine;

/// <summary>
/// A Grid Engine of its own: a master and a node, with all they keep in a temporary directory and all their processes, jobs among them, in
/// a namespace, with which they end however the tests do. Two queues, <c>main.q</c> and <c>other.q</c>, of eight slots each; two gpus that
/// are numbers alone. Started when the first test asks for it. <see cref="Stand"/> replaces commands by stand-ins.
/// </summary>
public sealed class GridCluster : IAsyncDisposable
{
    public const int ArrayMax = 16;
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
    private static readonly string[] Names = ["qsub", "qstat", "qdel", "qhold", "qrls", "qconf", "qacct"];
    private readonly string directory = Directory.CreateTempSubdirectory("ge-").FullName;
    private readonly Lock gate = new();
    private Task? starting;
    private Process? space;

    /// <summary>Where the scheduler's commands are, each of which knows this cluster.</summary>
    public string Commands => Path.Join(directory, "bin");

    /// <summary>A directory that all nodes see.</summary>
    public string Shared => Directory.CreateDirectory(Path.Join(directory, "shared")).FullName;

    internal BatchTarget Target => new(
        "grid", Commands: Commands, Poll: TimeSpan.FromSeconds(1), SubmitsPerMinute: 600, Names: new SiteNames("smp"));

    /// <summary>Started once; where that fails, every test that asks for it fails at once.</summary>
    public Task UpAsync()
    {
        lock (gate)
        {
            return starting ??= StartAsync();
        }
    }

    /// <summary>What a command of the scheduler says, to us and not to an engine.</summary>
    public Task<string> SayAsync(string program, params string[] arguments) => Tool.Text(Path.Join(Tools, program), "", arguments);

    /// <summary>How often engines have called a command so far.</summary>
    public int Called(string command) => File.Exists(Calls) ? File.ReadAllLines(Calls).Count(line => line == command) : 0;

    /// <summary>Has a command be something else; what it says is a shell's.</summary>
    internal void Stand(string command, string script) => Write(Path.Join(Commands, command), $"echo {command} >>{Calls}\n{script}");

    /// <summary>What it is itself, for stand-ins that call it.</summary>
    internal string Real(string command) => Path.Join(Tools, command);

    /// <summary>The command is itself again.</summary>
    internal void Restore(string command) => Stand(command, $"exec {Real(command)} \"$@\"");

    public async Task StartMasterAsync()
    {
        await DaemonAsync("sge_qmaster");
        await Home.Until(() => Answers("qconf", "-sh"), "the master to answer");
    }

    /// <summary>In good order, so that it writes down what it has.</summary>
    public async Task StopMasterAsync()
    {
        var pid = (await File.ReadAllTextAsync(Path.Join(directory, "spool", "qmaster", "qmaster.pid"))).Trim();
        await InsideAsync("sh", "-c", $"kill -TERM {pid} && while [ -e /proc/{pid} ]; do sleep 0.05; done");
    }

    public async ValueTask DisposeAsync()
    {
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

        await Home.Until(() => Task.FromResult(!Left().Any()), $"the processes of {directory} to end");
        Directory.Delete(directory, recursive: true);
    }

    private static string Installed => Environment.GetEnvironmentVariable("DXFLOW_TOOLS") is { } tools
        && Directory.Exists(Path.Join(tools, "usr/lib/gridengine")) ? Path.Join(tools, "usr") : "/usr";

    private string In(string path) => Path.Join(directory, path);

    private string Calls => Path.Join(directory, "calls");

    /// <summary>Programs that know where everything is.</summary>
    private string Tools => Path.Join(directory, "tools");

    private IEnumerable<int> Left() => ProcFile.Pids().Where(pid => pid != Environment.ProcessId
        && (ProcFile.ReadText($"/proc/{pid}/cmdline").Contains(directory + "/", StringComparison.Ordinal)
            || ProcFile.ReadText($"/proc/{pid}/environ").Contains($"SGE_ROOT={directory}\0", StringComparison.Ordinal)));

    private Task<string> InsideAsync(params string[] command) =>
        Tool.Text("nsenter", "", [$"--pid=/proc/{space!.Id}/ns/pid_for_children", $"--mount=/proc/{space.Id}/ns/mnt", "--", .. command]);

    private Task<string> DaemonAsync(string program) => InsideAsync("sh", "-c", $"exec {Real(program)} </dev/null >/dev/null 2>&1");

    private async Task<bool> Answers(string program, params string[] arguments)
    {
        try
        {
            return (await SayAsync(program, arguments)).Length > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>1 Programs and folders, 2 what a fresh master knows, 3 the master, 4 the node, 5 queues and limits.</summary>
    private async Task StartAsync()
    {
        // 1
        File.SetUnixFileMode(directory, Everybody);
        var (share, common) = (Path.Join(Installed, "share/gridengine"), Path.Join(directory, "default", "common"));
        string[] folders = [common, Commands, Tools, In("spool/qmaster/job_scripts"), In("spool/execd"), In("utilbin"), In("lib")];
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
        }

        await WriteProgramsAsync(share, Path.Join(Installed, "lib/gridengine"));

        // All resolve to one name, whatever the machine is called: the master compares them.
        var host = Dns.GetHostName();
        await File.WriteAllTextAsync(Path.Join(common, "host_aliases"), $"localhost {host}\n");
        await File.WriteAllTextAsync(Path.Join(common, "act_qmaster"), "localhost\n");
        await File.WriteAllTextAsync(Path.Join(common, "bootstrap"), $"""
            admin_user none
            default_domain none
            ignore_fqdn true
            spooling_method classic
            spooling_lib libspoolc
            spooling_params {common};{directory}/spool/qmaster
            binary_path {Path.Join(Installed, "lib/gridengine")}
            qmaster_spool_dir {directory}/spool/qmaster
            security_mode none
            listener_threads 1
            worker_threads 1
            scheduler_threads 1

            """);

        // 2
        var settings = await File.ReadAllTextAsync(Path.Join(share, "default-configuration"));
        var configuration = Path.Join(directory, "global");
        await File.WriteAllTextAsync(configuration, With(settings, ("execd_spool_dir", directory + "/spool/execd"), ("min_uid", "0"),
            ("min_gid", "0"), ("max_aj_tasks", $"{ArrayMax}"), ("reporting_params",
                "accounting=true reporting=false flush_time=00:00:00 accounting_flush_time=00:00:00 joblog=false sharelog=00:00:00")));
        await SayAsync("spoolinit", "classic", "libspoolc", $"{common};{directory}/spool/qmaster", "init");
        foreach (var words in new string[][]
        {
            ["complexes", Path.Join(share, "util/resources/centry")], ["usersets", Path.Join(share, "util/resources/usersets")],
            ["configuration", configuration], ["managers", "root"], ["operators", "root"],
        })
        {
            await SayAsync("spooldefaults.bin", words);
        }

        // 3
        await SpaceAsync();
        await StartMasterAsync();

        // 4
        await SayAsync("qconf", "-as", "localhost");
        await DaemonAsync("sge_execd");
        await Home.Until(() => Answers("qconf", "-se", "localhost"), "the node to be known");

        // 5
        await ConfigureAsync();
    }

    private async Task WriteProgramsAsync(string share, string engine)
    {
        var architecture = (await Tool.Text(Path.Join(share, "util/arch"), "")).Trim();
        Directory.CreateSymbolicLink(In("util"), Path.Join(share, "util"));
        Directory.CreateSymbolicLink(In("utilbin/" + architecture), engine);
        Directory.CreateSymbolicLink(In("lib/" + architecture), engine);
        var ports = FreePorts(2);
        string[] programs = [.. Names, "spoolinit", "spooldefaults.bin", "sge_qmaster", "sge_execd", "qmod", "qalter"];
        foreach (var program in programs)
        {
            Write(Real(program), $"""
                export SGE_ROOT={directory} SGE_CELL=default SGE_QMASTER_PORT={ports[0]} SGE_EXECD_PORT={ports[1]} SGE_ARCH={architecture}
                export LD_LIBRARY_PATH={engine}
                exec {engine}/{program} "$@"
                """);
        }

        Names.ToList().ForEach(Restore);
    }

    private async Task ConfigureAsync()
    {
        await ChangeAsync("-Ap", "smp", """
            pe_name smp
            slots 999
            user_lists NONE
            xuser_lists NONE
            start_proc_args NONE
            stop_proc_args NONE
            allocation_rule $pe_slots
            control_slaves FALSE
            job_is_first_task TRUE
            urgency_slots min
            accounting_summary FALSE
            qsort_args NONE

            """);
        await ChangeAsync("-Mc", "complex", await SayAsync("qconf", "-sc") + "\ngpu gpu INT <= YES JOB 0 0\n");
        await SayAsync("qconf", "-aattr", "exechost", "complex_values", "gpu=2", "localhost");
        var queue = await SayAsync("qconf", "-sq");
        foreach (var name in new[] { "main.q", "other.q" })
        {
            await ChangeAsync("-Aq", name, With(queue, ("qname", name), ("hostlist", "localhost"), ("load_thresholds", "NONE"),
                ("slots", "8"), ("pe_list", "smp")));
        }

        var scheduler = await SayAsync("qconf", "-ssconf");
        await ChangeAsync("-Msconf", "scheduler", With(scheduler, ("schedule_interval", "0:0:1"), ("flush_submit_sec", "1"),
            ("flush_finish_sec", "1"), ("job_load_adjustments", "NONE")));
    }

    private async Task ChangeAsync(string option, string name, string text)
    {
        var file = Path.Join(directory, name);
        await File.WriteAllTextAsync(file, text);
        await SayAsync("qconf", option, file);
    }

    /// <summary>Lines of a name and a value, some of them others.</summary>
    private static string With(string text, params (string Name, string Value)[] others) => string.Concat(text.Split('\n').Select(line =>
        Array.Find(others, other => line.StartsWith(other.Name + " ", StringComparison.Ordinal)
            || line.StartsWith(other.Name + "\t", StringComparison.Ordinal)) is { Name: { } name, Value: var value }
            ? $"{name} {value}\n" : line + "\n"));

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
        Assert.Equal("there", await space.StandardOutput.ReadLineAsync());
    }

    private static void Write(string path, string script)
    {
        File.WriteAllText(path + ".new", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path + ".new", Everybody);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.ConvertAll(static listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(static listener => listener.Stop());
        return ports;
    }
}

/// <summary>Tests of Grid Engine run one after another: they share a cluster, and some break it.</summary>
[CollectionDefinition(Name)]
public sealed class GridCollection : ICollectionFixture<GridCluster>
{
    public const string Name = "grid-engine";
}
