#!/usr/bin/env dotnet
#:property PublishAot=false
#:property UseSharedCompilation=false

// The only script of the project. `dotnet run dev.cs` lists what it can do.

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml.Linq;

try
{
    return args switch
    {
        ["demo"] => Demo.Run(),
        ["test", .. var rest] => Tests.Run(TestOptions.Parse(rest)),
        ["check"] => Check(),
        ["bench", var name, .. var rest] => Bench(name, rest),
        ["publish", .. var rest] => Publish(rest),
        ["approve"] => Approve(),
        _ => Help(),
    };
}
catch (StepFailed failure)
{
    Say.Line(failure.Message);
    return 1;
}

static int Help()
{
    Console.WriteLine("""
        dotnet run dev.cs COMMAND

          demo                 builds, boots an engine in a throw-away home and runs examples/hello
          test                 installs what the tests need, builds, and runs them all
            --unit | --e2e     only these
            --filter TEXT      only tests whose full name contains TEXT
            --seeds N          simulate N worlds instead of 1,000
          check                format, build, unit tests and the rules of the house: run it before you push
          bench NAME           measures beside a peer; a NAME that is none lists them, docs/benchmarks.md explains them
          publish              one file, artifacts/publish/dxflow; --composite: quicker to start, slower to build
          approve              takes what the last tests received as the approved output
        """);
    return 2;
}

static int Check()
{
    Say.Line("format (mended by: dotnet format whitespace . --folder --exclude artifacts)");
    Shell.Dotnet("format", "whitespace", ".", "--folder", "--exclude", "artifacts", "--verify-no-changes");
    return Tests.Run(new TestOptions(Unit: true));
}

static int Publish(string[] rest)
{
    var file = Build.Publish("src/Dxflow", "artifacts/publish", composite: rest.Contains("--composite"));
    Say.Line($"{Path.GetRelativePath(Root.Path, file)}: {new FileInfo(file).Length / (1024.0 * 1024):F1} MiB");
    return 0;
}

static int Approve()
{
    var received = Root.At("artifacts/received");
    var files = Directory.Exists(received) ? Directory.GetFiles(received, "*", SearchOption.AllDirectories) : [];
    foreach (var file in files)
    {
        var approved = Root.At(Path.GetRelativePath(received, file));
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        File.Move(file, approved, overwrite: true);
        Say.Line($"approved {Path.GetRelativePath(Root.Path, approved)}");
    }

    Say.Line(files.Length == 0 ? "nothing was received that differs" : "now read the difference: git diff");
    return 0;
}

static int Bench(string name, string[] rest)
{
    Packages.Install(name.Split('-')[0]);
    var product = Build.Publish("src/Dxflow", "artifacts/bench/dxflow", composite: true);
    var peer = Build.Publish("bench/EmptyHost", "artifacts/bench/peer", composite: true);
    Shell.Dotnet(["build", "bench/Dxflow.Bench", "-c", "Release", "-v", "q", .. Build.NoServers]);
    var environment = new Dictionary<string, string> { ["DXFLOW_BINARY"] = product, ["DXFLOW_PEER"] = peer };
    return Shell.Run(Root.At("artifacts/bin/Dxflow.Bench/release/Dxflow.Bench"), [name, .. rest], environment);
}

/// <summary>What is installed for the tests, each with its reason. All of it is Debian's own.</summary>
internal static class Packages
{
    private static readonly (string Name, string Reason)[] Needed =
    [
        ("bowtie2", "examples/align aligns real reads with it"), ("samtools", "examples/align sorts, merges and counts with it"),
        ("bowtie2-examples", "the lambda phage genome and its reads, for examples/align"), ("wrk", "bench api asks with it"),
        ("docker-registry", "images are pushed to it and pulled from it"), ("python3", "examples/web serves and fetches a page with it"),
        ("docker-compose", "the corpus of documents: what its `config` makes of each is compared with ours; nothing is run"),
        ("protobuf-compiler", "takes docs/reference/dxflow.proto as a client's compiler would"), ("podman", "the runtime podman, likewise"),
        ("docker.io", "the runtime docker; the tests start a daemon of their own"), ("tmux", "the terminal that shells are compared with"),
        ("curl", "the peer of `bench cli`, and a foreign client of the socket"), ("lammps", "examples/campaign computes crystals with it"),
        ("runc", "runs containers where control groups are of the first kind"), ("openssl", "signs in with nothing but it and curl"),
        ("nghttp2-client", "bench api asks over HTTP/2 with its h2load"), ("systemd", "judges the units of an engine; it need not run"),
        ("gnuplot-nox", "examples/campaign draws with it"), ("libjemalloc2", "Grid Engine, which is unpacked"), ("slurm-wlm", "a runtime"),
        ("openssh-client", "keys that a build is lent"), ("aardvark-dns", "podman's names in networks"), ("tini", "the init of containers"),
        ("iproute2", "takes away what networks leave"), ("uidmap", "podman of a user who is not root"), ("netavark", "podman's networks"),
        ("parallel", "the peer of `bench process`"), ("procps", "top, in a shell"), ("asciinema", "plays shells"), ("libdb5.3", "likewise"),
        ("openmpi-bin", "its nodes"), ("libhwloc15", "likewise"), ("libtirpc3", "likewise"), ("munge", "its keys"), ("vim", "drawn"),
        ("slirp4netns", "networks of a podman whose user is not root"),
    ];
    private static readonly Dictionary<string, string[]> Peers =
        new() { ["items"] = ["snakemake", "python3-dask", "python3-distributed"], ["objects"] = ["nginx-light", "rclone"] };

    /// <summary>Only unpacked: what these (a scraper, a scheduler) would start by themselves must not run on anybody's machine.</summary>
    private static readonly string[] Unpacked = ["prometheus", .. "common client master exec".Split(' ').Select(x => "gridengine-" + x)];

    public static void Install(string? bench = null)
    {
        var needed = Needed.Concat(Peers.GetValueOrDefault(bench ?? "", []).Select(name => (Name: name, Reason: "a peer"))).ToList();
        var missing = needed.Where(package => !IsInstalled(package.Name)).ToList();
        if (missing.Count == 0)
        {
            Say.Line($"packages: {string.Join(", ", needed.Select(package => package.Name))} are here");
            return;
        }

        missing.ForEach(package => Say.Line($"needs {package.Name}: {package.Reason}"));
        var install = $"apt-get install -y --no-install-recommends {string.Join(' ', missing.Select(package => package.Name))}";
        if (Environment.UserName != "root")
        {
            throw new StepFailed($"Not root. Run this first: sudo {install}");
        }

        var quiet = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        Shell.Must("apt-get", ["update", "-qq"], quiet);
        Shell.Must("apt-get", [.. install.Split(' ')[1..], "-qq"], quiet);
    }

    /// <summary>Leaves them in a folder outside the sources, and names it.</summary>
    public static string Unpack()
    {
        var target = Directory.CreateDirectory(Root.At("artifacts/tools")).FullName;
        foreach (var name in Unpacked.Where(name => !Directory.Exists($"{target}/usr/share/doc/{name}")))
        {
            Say.Line($"unpack {name} in artifacts/tools");
            var fetch = $"cd '{target}' && (apt-get update -qq || true) && apt-get download -qq {name}";
            Shell.Must("sh", ["-c", $"{fetch} && dpkg-deb -x {name}_*.deb . && rm {name}_*.deb"]);
        }

        return target;
    }

    private static bool IsInstalled(string name) =>
        Shell.Read("dpkg-query", "-W", "-f=${Status}", name).Contains("ok installed", StringComparison.Ordinal);
}

/// <summary>Tools from npm that judge what the engine says, pinned by <c>test/Dxflow.EndToEnd/Node</c>.</summary>
internal static class NodePackages
{
    /// <summary>Leaves them in a folder outside the sources, and names it.</summary>
    public static string Install()
    {
        var target = Root.At("artifacts/node");
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(Root.At("test/Dxflow.EndToEnd/Node"), "package*.json"))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        Say.Line("npm ci in artifacts/node");

        // Node brings its own list of authorities; behind a company's proxy only the system's list is right.
        const string SystemAuthorities = "/etc/ssl/certs/ca-certificates.crt";
        var environment = new Dictionary<string, string>();
        if (File.Exists(SystemAuthorities) && Environment.GetEnvironmentVariable("NODE_EXTRA_CA_CERTS") is null)
        {
            environment["NODE_EXTRA_CA_CERTS"] = SystemAuthorities;
        }

        Shell.Must("npm", ["ci", "--prefix", target, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], environment);
        return target;
    }
}

internal static class Build
{
    /// <summary>No compiler or build node outlives the command.</summary>
    public static readonly string[] NoServers = ["--disable-build-servers", "-nodeReuse:false", "-clp:NoSummary"];

    private static readonly string[] Plain = ["-p:PublishReadyToRunComposite=false"];

    /// <summary>In folders of its own: what one kind of publishing left over is taken by the other for its own.</summary>
    private static readonly string[] Composite = ["-p:PublishReadyToRunComposite=true", "-p:ArtifactsPivots=composite"];

    public static void All()
    {
        Say.Line("build");
        Shell.Dotnet(["build", "dxflow.slnx", "-v", "q", .. NoServers]);
    }

    /// <summary>Leaves exactly one file in the folder, and names it. Composite code starts quicker and takes minutes to build.</summary>
    public static string Publish(string project, string folder, bool composite = false)
    {
        Say.Line($"publish {project}{(composite ? ", composite (this takes minutes)" : "")}");
        var target = Root.At(folder);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Shell.Dotnet(["publish", project, "-c", "Release", "-r", "linux-x64", "-o", target, "-v", "q",
            .. composite ? Composite : Plain, .. NoServers]);
        return Directory.GetFileSystemEntries(target) is [var file]
            ? file
            : throw new StepFailed($"{folder} holds more than one file: {string.Join(", ", Directory.GetFileSystemEntries(target))}");
    }
}

internal sealed record TestOptions(bool Unit = false, bool EndToEnd = false, string? Filter = null, int? Seeds = null)
{
    public static TestOptions Parse(string[] rest)
    {
        var options = new TestOptions();
        for (var i = 0; i < rest.Length; i++)
        {
            options = rest[i] switch
            {
                "--unit" => options with { Unit = true },
                "--e2e" => options with { EndToEnd = true },
                "--filter" when i + 1 < rest.Length => options with { Filter = rest[++i] },
                "--seeds" when i + 1 < rest.Length => options with { Seeds = Number(rest[++i]) },
                _ => throw new StepFailed($"test: unknown argument '{rest[i]}'; see `dotnet run dev.cs`"),
            };
        }

        // Neither named: both.
        return options.Unit || options.EndToEnd ? options : options with { Unit = true, EndToEnd = true };
    }

    private static int Number(string text) => int.TryParse(text, out var number) ? number : throw new StepFailed($"'{text}' is no number");
}

/// <summary>
/// Builds and runs the tests and ends with one line, <c>N passed, N failed, N skipped</c>. A step that fails before any test could
/// run counts as one failure. With CI=true a skipped test is a failed one. Every process that a test starts carries the throw-away
/// TMPDIR of this command in its environment: whatever still has it at the end was left behind, is ended, and is a failure.
/// </summary>
internal static class Tests
{
    private const string DefaultSeed = "1";

    private static readonly bool Ci = Environment.GetEnvironmentVariable("CI") == "true";
    private static int _passed;
    private static int _failed;
    private static int _skipped;
    private static readonly List<string> Failures = [];

    public static int Run(TestOptions options)
    {
        var seed = Environment.GetEnvironmentVariable("DXFLOW_SEED") is { Length: > 0 } given ? given : DefaultSeed;
        Say.Line($"seed {seed}: the order of tests, and the first simulated world (DXFLOW_SEED=N for another)");
        var scratch = Directory.CreateTempSubdirectory("dxflow-test-").FullName;
        var environment = new Dictionary<string, string>
        {
            ["DXFLOW_SIMULATION_FIRST"] = seed,
            ["TMPDIR"] = scratch,
            ["HOME"] = Directory.CreateDirectory(Path.Combine(scratch, "home")).FullName,
        };
        if (options.Seeds is { } seeds)
        {
            environment["DXFLOW_SIMULATION_SEEDS"] = seeds.ToString(CultureInfo.InvariantCulture);
        }

        try
        {
            Prepare(options);
            if (options.Unit)
            {
                RunSuite("Dxflow.Tests", options, environment, minutes: 10);
            }

            if (options.EndToEnd)
            {
                environment["DXFLOW_NODE"] = NodePackages.Install();
                environment["DXFLOW_TOOLS"] = Packages.Unpack();
                environment["DXFLOW_BINARY"] = Build.Publish("src/Dxflow", "artifacts/publish");
                RunSuite("Dxflow.EndToEnd", options, environment, minutes: 60);
            }
        }
        catch (StepFailed failure)
        {
            _failed++;
            Say.Line(failure.Message);
        }

        _failed += Shell.EndStrays($"TMPDIR={scratch}");
        Directory.Delete(scratch, recursive: true);
        if (_passed + _failed == 0)
        {
            _failed++;
            Say.Line("no test matches");
        }

        // Once more at the end: whoever has only the last lines of a long output still sees what to mend.
        Failures.ForEach(Say.Line);
        Console.WriteLine($"{_passed} passed, {_failed} failed, {_skipped} skipped");
        return _failed == 0 ? 0 : 1;
    }

    private static void Prepare(TestOptions options)
    {
        if (options.EndToEnd)
        {
            Packages.Install();
        }

        if (Directory.Exists(Root.At("artifacts/received")))
        {
            Directory.Delete(Root.At("artifacts/received"), recursive: true);
        }

        Build.All();
    }

    private static string Describe(XElement test)
    {
        const int MostCharacters = 4_000;
        var failure = test.Element("failure")!;
        var cause = $"{(string?)failure.Element("message")}\n{(string?)failure.Element("stack-trace")}";
        var text = $"FAILED {(string?)test.Attribute("name")}\n{cause}";
        return text.Length <= MostCharacters ? text : text[..MostCharacters];
    }

    private static void RunSuite(string suite, TestOptions options, Dictionary<string, string> environment, int minutes)
    {
        Say.Line(suite);
        var report = Path.Combine(environment["TMPDIR"], suite + ".xml");
        string[] filter = options.Filter is null ? [] : ["--filter-method", $"*{options.Filter}*"];
        string[] strict = Ci ? ["--fail-skips", "on"] : [];
        var exit = Shell.Run(
            Root.At($"artifacts/bin/{suite}/debug/{suite}"),
            ["--report-xunit", "--report-xunit-filename", Path.GetFileName(report), "--results-directory", environment["TMPDIR"], "--seed",
                environment["DXFLOW_SIMULATION_FIRST"], "--timeout", $"{minutes}m", "--long-running", "120", "--xunit-diagnostics", "on",
                "--no-ansi", "--no-progress", .. filter, .. strict],
            environment,
            TimeSpan.FromMinutes(minutes + 1));
        if (!File.Exists(report))
        {
            throw new StepFailed($"{suite} ended with exit code {exit} and no report");
        }

        var assembly = XDocument.Load(report).Root!.Elements("assembly").ToList();
        int Sum(string name) => assembly.Sum(each => (int?)each.Attribute(name) ?? 0);
        var failed = Sum("failed") + Sum("errors");
        _passed += Sum("passed");
        _skipped += Sum("skipped");
        _failed += failed;
        Failures.AddRange(assembly.Descendants("test").Where(test => test.Element("failure") is not null).Select(Describe));
        // 8 is "no test ran", which is no failure of a suite when a filter was given.
        if (exit != 0 && failed == 0 && !(exit == 8 && options.Filter is not null))
        {
            throw new StepFailed($"{suite} ended with exit code {exit}, and its report names no failure");
        }
    }
}

/// <summary>What a new user sees first: an engine of its own, one run of examples/hello, and nothing left behind.</summary>
internal static class Demo
{
    public static int Run()
    {
        Say.Line("build");
        Shell.Dotnet(["build", "src/Dxflow", "-v", "q", .. Build.NoServers]);
        var dxflow = Root.At("artifacts/bin/Dxflow/debug/dxflow");
        var home = Directory.CreateTempSubdirectory("dxflow-demo-").FullName;
        var environment = new Dictionary<string, string> { ["DXFLOW_HOME"] = home, ["DXFLOW_CONFIG_SERVICE_MANAGER"] = "none" };
        try
        {
            Say.Line($"boot an engine in {home}");
            Shell.Must(dxflow, ["boot", "up", "--daemon"], environment);
            Say.Line("dxflow run examples/hello/compose.yaml");
            return Shell.Run(dxflow, ["run", Root.At("examples/hello/compose.yaml")], environment);
        }
        finally
        {
            Say.Line("stop the engine, remove its home");
            Shell.Run(dxflow, ["boot", "down", "--stop"], environment);
            Shell.EndStrays($"DXFLOW_HOME={home}");
            Directory.Delete(home, recursive: true);
            Say.Line("""
                Try next:
                  alias dxflow=artifacts/bin/Dxflow/debug/dxflow
                  dxflow run examples/hello/compose.yaml    # without an engine: one is started for this command alone
                  dxflow boot up --daemon                   # an engine that stays, in ~/.dxflow
                  dxflow --help
                """);
        }
    }
}

/// <summary>Runs other programs, one at a time. Whatever was started here is ended here, by its id.</summary>
internal static class Shell
{
    private static Process? _current;

    /// <summary>A terminal sends Ctrl-C to the whole group; a plain kill of this command has to be passed on.</summary>
    private static readonly PosixSignalRegistration OnTerminate =
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _current?.Kill(entireProcessTree: true));

    public static void Dotnet(params string[] arguments) => Must("dotnet", arguments);

    public static void Must(string file, string[] arguments, Dictionary<string, string>? environment = null)
    {
        if (Run(file, arguments, environment) is not 0 and var exit)
        {
            throw new StepFailed($"failed with exit code {exit}: {Path.GetFileName(file)} {string.Join(' ', arguments)}");
        }
    }

    public static int Run(string file, string[] arguments, Dictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        using var process = Start(new ProcessStartInfo(file, arguments), environment);
        if (process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan))
        {
            return process.ExitCode;
        }

        process.Kill(entireProcessTree: true);
        throw new StepFailed($"{Path.GetFileName(file)} did not end within {limit}: what it waits for is named above");
    }

    public static string Read(string file, params string[] arguments)
    {
        using var process = Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        process.ErrorDataReceived += (_, _) => { /* Its exit and its output say enough. */ };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>Ends every process that has this variable and does not go soon, as holders of shells do; says which, counts them.</summary>
    public static int EndStrays(string variable)
    {
        var count = 0;
        foreach (var folder in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                var id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                if (id != Environment.ProcessId && File.ReadAllText($"{folder}/environ").Split('\0').Contains(variable)
                    && !Process.GetProcessById(id).WaitForExit(10_000))
                {
                    Say.Line($"left behind, ended: {id} {File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ')}");
                    Process.GetProcessById(id).Kill();
                    count++;
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // It ended while we looked, or is not ours.
            }
        }

        return count;
    }

    private static Process Start(ProcessStartInfo start, Dictionary<string, string>? environment = null)
    {
        start.WorkingDirectory = Root.Path;
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        _ = OnTerminate;
        try
        {
            return _current = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new StepFailed($"No {start.FileName} here: the tests need Debian (dpkg, apt-get), the .NET SDK, and Node 20 with npm.");
        }
    }
}

internal static class Root
{
    public static string Path { get; } = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? Environment.CurrentDirectory;

    public static string At(string path) => System.IO.Path.Combine(Path, path);
}

internal static class Say
{
    public static void Line(string text) => Console.WriteLine("» " + text);
}

internal sealed class StepFailed(string message) : Exception(message);
