using System.Net;
using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes.Batch;
using Xunit;

namespace Dxflow.EndToEnd.GridEngine;

/// <summary>
/// A Grid Engine of its own: a master and a node. Two queues, <c>main.q</c> and <c>other.q</c>, of eight slots each; two gpus that are
/// numbers alone.
/// </summary>
public sealed class GridCluster() : BatchCluster("ge-")
{
    private static readonly string[] Names = ["qsub", "qstat", "qdel", "qhold", "qrls", "qconf", "qacct"];

    internal BatchTarget Target => new(
        "grid", Commands: Commands, Poll: TimeSpan.FromSeconds(1), SubmitsPerMinute: 600, Names: new SiteNames("smp"));

    /// <summary>What a command of the scheduler says, to us and not to an engine.</summary>
    public Task<string> SayAsync(string program, params string[] arguments) => Tool.Text(Path.Join(Tools, program), "", arguments);

    internal override string Real(string command) => Path.Join(Tools, command);

    public async Task StartMasterAsync()
    {
        await DaemonAsync("sge_qmaster");
        await Home.Until(() => Answers("qconf", "-sh"), "the master to answer");
    }

    /// <summary>In good order, so that it writes down what it has.</summary>
    public async Task StopMasterAsync()
    {
        var pid = (await File.ReadAllTextAsync(Path.Join(Folder, "spool", "qmaster", "qmaster.pid"))).Trim();
        await InsideAsync("sh", "-c", $"kill -TERM {pid} && while [ -e /proc/{pid} ]; do sleep 0.05; done");
    }

    protected override IEnumerable<string> Marks => [$"SGE_ROOT={Folder}\0"];

    private static string Installed => Environment.GetEnvironmentVariable("DXFLOW_TOOLS") is { } tools
        && Directory.Exists(Path.Join(tools, "usr/lib/gridengine")) ? Path.Join(tools, "usr") : "/usr";

    /// <summary>Programs that know where everything is.</summary>
    private string Tools => In("tools");

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
    protected override async Task StartAsync()
    {
        // 1
        File.SetUnixFileMode(Folder, Everybody);
        var (share, common) = (Path.Join(Installed, "share/gridengine"), Path.Join(Folder, "default", "common"));
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
            spooling_params {common};{Folder}/spool/qmaster
            binary_path {Path.Join(Installed, "lib/gridengine")}
            qmaster_spool_dir {Folder}/spool/qmaster
            security_mode none
            listener_threads 1
            worker_threads 1
            scheduler_threads 1

            """);

        // 2
        var settings = await File.ReadAllTextAsync(Path.Join(share, "default-configuration"));
        var configuration = In("global");
        await File.WriteAllTextAsync(configuration, With(settings, ("execd_spool_dir", Folder + "/spool/execd"), ("min_uid", "0"),
            ("min_gid", "0"), ("max_aj_tasks", $"{ArrayMax}"), ("reporting_params",
                "accounting=true reporting=false flush_time=00:00:00 accounting_flush_time=00:00:00 joblog=false sharelog=00:00:00")));
        await SayAsync("spoolinit", "classic", "libspoolc", $"{common};{Folder}/spool/qmaster", "init");
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

        // These load a library from where Debian installs it, whatever else they are told: they are shown it there, and nobody else is.
        string[] spooling = ["spoolinit", "spooldefaults.bin", "sge_qmaster"];
        var shown = Installed == "/usr" ? "" : $"""
            unshare --mount sh -c 'mount -t overlay -o "lowerdir={Installed}/lib:/usr/lib" tools /usr/lib && exec "$0" "$@"'
            """;
        foreach (var program in programs)
        {
            Write(Real(program), $"""
                export SGE_ROOT={Folder} SGE_CELL=default SGE_QMASTER_PORT={ports[0]} SGE_EXECD_PORT={ports[1]} SGE_ARCH={architecture}
                export LD_LIBRARY_PATH={engine}
                exec {(spooling.Contains(program) ? shown : "")} {engine}/{program} "$@"
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
        var file = In(name);
        await File.WriteAllTextAsync(file, text);
        await SayAsync("qconf", option, file);
    }

    /// <summary>Lines of a name and a value, some of them others.</summary>
    private static string With(string text, params (string Name, string Value)[] others) => string.Concat(text.Split('\n').Select(line =>
        Array.Find(others, other => line.StartsWith(other.Name + " ", StringComparison.Ordinal)
            || line.StartsWith(other.Name + "\t", StringComparison.Ordinal)) is { Name: { } name, Value: var value }
            ? $"{name} {value}\n" : line + "\n"));
}

/// <summary>Tests of Grid Engine run one after another: they share a cluster, and some break it.</summary>
[CollectionDefinition(Name)]
public sealed class GridCollection : ICollectionFixture<GridCluster>
{
    public const string Name = "grid-engine";
}
