using System.Net.Security;
using Dxflow.Access;
using Dxflow.Artifacts.Fetching;
using Dxflow.Engine;
using Dxflow.Engine.Identities;
using Dxflow.Engine.Metrics;
using Dxflow.Engine.Services;
using Dxflow.Engine.Settings;
using Dxflow.Engine.Tls;
using Dxflow.Engine.Tracing;
using Dxflow.Engine.Updates;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Loops;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Objects;
using Dxflow.Operations;
using Dxflow.Platform;
using Dxflow.Platform.Registries;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Process;
using Dxflow.Shells;
using Dxflow.Storage;
using Dxflow.Surfaces.Cli.Terminals;
using Dxflow.Surfaces.Documents;
using Dxflow.Surfaces.Http;
using Dxflow.Surfaces.Http.Listening;
using Dxflow.Workflows;
using Dxflow.Workflows.Planning;
using Microsoft.Extensions.Logging;

namespace Dxflow;

/// <summary>
/// The engine: everything made with <c>new</c>, in start order, and ended in reverse.
/// <list type="number">
/// <item>The home and its lock: from here on nobody else writes here.</item>
/// <item>The log and the settings. Addresses that were asked for and cannot be had end it here, before anything was begun.</item>
/// <item>Storage: one committer. Access: keys and the audit log. A failing sync ends the process; nothing undurable was ever shown.</item>
/// <item>Runtimes, then workflows: the index is replayed, live runs are recovered, what they owe is done.</item>
/// <item>The gate, the network's addresses, and at last the socket: who finds that finds all of it.</item>
/// </list>
/// Ending leaves work running; the next engine in this home finds it again.
/// </summary>
internal sealed partial class Daemon : IAsyncDisposable
{
    private const UnixFileMode Nobody = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const long RoomMin = 1 << 20;
    private const int SocketsMax = 16;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long a part may take to end.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdleLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(3);

    private readonly DaemonOptions _options;
    private readonly TimeProvider _time;
    private readonly Endings _ends;
    private readonly TaskCompletionSource _down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Handover _handover = Handover.OfProcess();
    private Handover? _successor;
    private FileLock? _lock;
    private Supervision? _supervision;
    private OtlpExporter? _traces;
    private Committer? _committer;
    private Gate? _gate;
    private WorkflowNoun? _workflows;
    private PlatformNoun? _platform;
    private ShellNoun? _shells;
    private Func<HttpEndpoint, Task<HttpSurface>>? _serve;
    private ILogger? _log;
    private IReadOnlyList<HttpSurface> _surfaces = [];
    private IReadOnlyList<HttpSurface> _sockets = [];
    private IReadOnlyList<string> _addresses = [];

    private Daemon(DaemonOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _ends = new Endings(EndMax, time);
    }

    /// <summary>Runs an engine until it is told to end; the result is the exit code.</summary>
    public static async Task<int> RunAsync(DaemonOptions options, CancellationToken interrupted)
    {
        var daemon = new Daemon(options, TimeProvider.System);
        await using (daemon)
        {
            await daemon.StartAsync();
            await daemon.EndedAsync(interrupted);
        }

        if (daemon._successor is { } successor)
        {
            successor.Go(daemon._lock!);
        }

        return 0;
    }

    /// <summary>
    /// What does not end keeps nothing from being durable: the next engine finds all of it, but not while this one has the home.
    /// </summary>
    public async ValueTask DisposeAsync() => await _ends.EndAsync((part, failure) =>
    {
        if (_log is null)
        {
            // It had not begun: what is thrown says why.
        }
        else if (failure is null)
        {
            LogHeldUp(_log, part, EndMax.TotalSeconds);
        }
        else
        {
            LogFailedEnd(_log, part, failure);
        }
    });

    private async Task StartAsync()
    {
        // 1
        TakeHome();
        var home = _options.Home;

        // 2
        var logs = Own(new LoggerFactory([Own(new EngineLog(home.LogFile, _time))]));
        var log = logs.CreateLogger<Daemon>();
        var profile = ConfigFile.Read(home.Config(_options.Profile));
        var settings = EngineSettings.Read(profile);
        var network = NetworkSettings.Read(profile);
        IReadOnlyList<Listener> listeners = _options.Instant ? [] : Listening.Plan(_options.Listen ?? new ListenWish(), network);
        Listening.CheckAsked(listeners);
        var facts = new EngineFacts(Identity.Ensure(home), home, _options.Profile, _options.Instant, _time.GetUtcNow());

        var authority = Own(new EngineAuthority(home, facts.Id, _time));
        _traces = TracesOf(profile, facts.Id, logs);

        // 3
        _committer = Own(new Committer(LocalDisk.Instance, Path.Combine(home.Journals, "reserve"), _time, EndOnDiskFailure));
        var access = Own(AccessNoun.Open(
            new AccessPlaces(home.Journals, home.SecretFile, facts.Id, FileCalls.EffectiveUser(), settings.TlsTerminated),
            Catalog.Operations, _committer, _time, logs));

        // 4
        var process = Own(new ProcessRuntime(new ProcessRuntimeOptions(home.Path, settings.PassEnvironment, settings.LogBytesMax), _time));
        var registries = new RegistryStore(LocalDisk.Instance, home.RegistriesFile);
        var engines = Own(EnginesOf(facts, settings, registries, logs.CreateLogger<ContainerRuntime>()));
        var objects = Own(ObjectsOf(home, settings, access));
        var (clusters, queues) = ClustersOf(facts, settings);
        _workflows = Own(await WorkflowNoun.OpenAsync(
            new WorkflowPlaces(home.Journals, home.Workflows, home.Runs, home.Store),
            ToolsOf([process, .. engines.Runtimes, .. clusters], process.Traits.Limits, engines, settings, objects.Desk),
            logs));
        _platform = Own(new PlatformNoun(
            new PlatformPlaces(settings.DockerHost, settings.PodmanHost, queues), registries, Environment.GetEnvironmentVariable, _time));
        _shells = Own(ShellsOf(home, settings));

        // 5
        var life = new EngineLife(
            facts,
            new EngineProbes(
                RuntimesAsync, () => _workflows.Counts, Degraded, () => _workflows.Repaired, () => _addresses, authority, DownAsync,
                RestartAsync),
            _time);
        var gate = _gate = GateOf(
            life, MetricsOf(facts, access), access, [.. objects.Services], logs);
        _log = log;
        _serve = endpoint => ServeAsync(new HttpSurface(new SurfaceParts(gate, Degraded), endpoint, _time, logs));
        await ListenAsync(listeners, network, authority);
        _ends.Push("the socket", () =>
        {
            File.Delete(home.Socket);
            File.Delete(home.GrpcSocket);
            return ValueTask.CompletedTask;
        });
        await ListenOnSocketsAsync(new UnixEndpoint(home.Socket, home.GrpcSocket));
        LogReady(log, EngineLife.Version, home.Path);
        _supervision!.Ready();

        // The program of an engine that stays may be replaced while it runs.
        _ = _options.Instant ? Task.CompletedTask : Task.Run(WholeProgram.Load);
        _options.Ready?.Invoke(
            $"the engine is ready; Ctrl-C ends it and leaves work running [{string.Join(", ", _addresses.Prepend(home.Socket))}]");
    }

    private void TakeHome()
    {
        _supervision = Own(new Supervision(Environment.GetEnvironmentVariable, _time));
        _supervision.Starting();
        FileCalls.Umask(Nobody);
        _options.Home.Open();
        var inherited = Handover.Inherited();
        _lock = Own(EngineLock.Take(_options.Home, _options.TakeOver, _options.Instant, _time, inherited));
        if (inherited is not null)
        {
            ChildProcess.ReapInherited();
        }
    }

    private OtlpExporter? TracesOf(ConfigFile profile, string engine, ILoggerFactory logs) =>
        TracingSettings.Read(profile.Get(ConfigKeys.OtlpEndpoint).Value, Environment.GetEnvironmentVariable) is { } settings
            ? Own(new OtlpExporter(settings, engine, _time, logs.CreateLogger<OtlpExporter>()))
            : null;

    private Gate GateOf(
        EngineLife life, EngineMetrics metrics, AccessNoun access, KeyValuePair<Type, object>[] more, ILoggerFactory logs)
    {
        var services = _workflows!.Services.Concat(_platform!.Services).Concat(_shells!.Services).Concat(access.Services).Concat(more)
            .Append(new(typeof(EngineLife), life))
            .Append(new(typeof(EngineMetrics), metrics))
            .Append(new(typeof(ApiDocuments), new ApiDocuments(static () => Catalog.Operations, EngineLife.Version)))
            .ToDictionary();
        return new Gate(Catalog.Operations, services, access.Ports, _time, logs.CreateLogger<Gate>()) { Tracer = _traces?.Tracer };
    }

    private EngineMetrics MetricsOf(EngineFacts facts, AccessNoun access) => new(
        facts,
        new MetricSources(
            () => _gate!.Meter,
            () => new SurfaceUse(
                _surfaces.Sum(static each => each.OpenConnections),
                _surfaces.Sum(static each => each.RefusedConnections),
                _surfaces.Sum(static each => each.ActiveRequests)),
            () => new AccessUse(access.Meter.Entries, access.Meter.Unknown),
            () => new WorkUse(_workflows!.Counts.Workflows, _workflows.Counts.LiveRuns, _workflows.Ended),
            RuntimeUseAsync,
            () => _traces is null ? null : new TraceUse(_traces.Exported, _traces.Tracer.Dropped),
            _committer!),
        _time);

    private async Task<HttpSurface> ServeAsync(HttpSurface http)
    {
        try
        {
            await http.StartAsync(CancellationToken.None);
        }
        catch
        {
            await http.DisposeAsync();
            throw;
        }

        _ends.Push("a listener", async () =>
        {
            await http.StopAsync(Grace, _time);
            await http.DisposeAsync();
        });
        _surfaces = [.. _surfaces, http];
        return http;
    }

    private async Task ListenOnSocketsAsync(UnixEndpoint endpoint)
    {
        foreach (var path in new[] { endpoint.Path, endpoint.GrpcPath }.OfType<string>())
        {
            File.Delete(path);
        }

        _sockets = [.. _sockets, await _serve!(endpoint)];
    }

    /// <summary>An address that nobody asked for and somebody else has is done without.</summary>
    private async Task ListenAsync(IReadOnlyList<Listener> listeners, NetworkSettings settings, EngineAuthority authority)
    {
        var names = Listening.Names(listeners, settings);
        foreach (var listener in listeners)
        {
            var certificate = listener.Tls ? await CertificateAsync(names, settings, authority) : null;
            try
            {
                var http = await _serve!(new TcpEndpoint(listener.Address, names, certificate));
                _addresses = [.. _addresses, http.Address];
            }
            catch (IOException failed)
            {
                var obstacle = Listening.Obstacle(listener.Address) ?? failed.Message;
                if (listener.Asked)
                {
                    throw Listening.Refused(obstacle, failed.InnerException);
                }

                LogTaken(_log!, obstacle);
                _options.Ready?.Invoke($"warning: {obstacle}, so the engine does not listen there; choose another with --http");
            }
        }
    }

    private async Task<Func<SslStreamCertificateContext>> CertificateAsync(
        IReadOnlyList<string> names, NetworkSettings settings, EngineAuthority authority)
    {
        if (settings.CertificateFile.Length == 0)
        {
            return (await authority.ServeAsync(names, RenewedCertificate.Lifetime)).Current;
        }

        var files = new CertificateFiles(settings.CertificateFile, settings.KeyFile, _time);
        _ = files.Current();
        return files.Current;
    }

    private async Task EndedAsync(CancellationToken interrupted)
    {
        using var stop = interrupted.Register(() => _down.TrySetResult());
        using var over = new CancellationTokenSource();
        var watch = Task.WhenAll(_options.Instant ? WatchIdleAsync(over.Token) : Task.CompletedTask, WatchHomeAsync(over.Token));
        await _down.Task;
        if (_successor is null)
        {
            _supervision!.Stopping();
        }
        else
        {
            _supervision!.Restarting();
        }

        await over.CancelAsync();
        await watch;
    }

    /// <summary>
    /// A socket that somebody removed is made again; who is connected through the old one stays. A home that was removed is the end.
    /// </summary>
    private async Task WatchHomeAsync(CancellationToken over)
    {
        if (await new HomeWatch(_options.Home, _time).IsGoneAsync(ListenAgainAsync, over))
        {
            End($"the home {_options.Home.Path} was removed or replaced, so the engine ends at once; its tasks go on unattended");
        }
    }

    private async Task ListenAgainAsync(string path)
    {
        if (_sockets.Count == SocketsMax)
        {
            return;
        }

        LogSocketGone(_log!, path);
        try
        {
            await ListenOnSocketsAsync(path == _options.Home.Socket ? new UnixEndpoint(path) : new UnixEndpoint(null, path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNoSocket(_log!, failure.Message);
        }
    }

    /// <summary>Whatever is in the program's file by now is asked who it is before anything is let go.</summary>
    private async Task<string> RestartAsync()
    {
        if (_options.Instant)
        {
            throw Fault.Conflict("an instant engine ends by itself", "the next command takes the new program");
        }

        var next = await ProgramVersion.AskAsync(_handover.Program, _time, CancellationToken.None);
        _successor = _handover;
        _lock!.Keep();
        _down.TrySetResult();
        return next.ToString();
    }

    private Task<bool> DownAsync(BootDown request) => request switch
    {
        { IfIdle: true } or { IfInstant: true } when !_options.Instant => Task.FromResult(false),
        { IfIdle: true } when !IsIdle() => Task.FromResult(false),
        { Stop: true } => StopWorkAsync(),
        _ => LeaveAsync(),
    };

    /// <summary>The answer is on its way when the end begins: the surface lets open calls finish.</summary>
    private Task<bool> LeaveAsync()
    {
        _down.TrySetResult();
        return Task.FromResult(true);
    }

    private async Task<bool> StopWorkAsync()
    {
        await Task.WhenAll(_workflows!.StopAllAsync(), _shells!.StopAllAsync());
        return await LeaveAsync();
    }

    private int ActiveRequests => _sockets.Sum(socket => socket.ActiveRequests);

    private bool IsIdle() => _workflows!.Counts.LiveRuns == 0 && ActiveRequests <= 1;

    /// <summary>An instant engine whose command was killed has nobody to end it: it looks for itself.</summary>
    private async Task WatchIdleAsync(CancellationToken over)
    {
        var idleSince = _time.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(IdleLook, _time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ActiveRequests > 0 || _workflows!.Counts.LiveRuns > 0)
            {
                idleSince = _time.GetTimestamp();
            }
            else if (_time.GetElapsedTime(idleSince) > IdleMax)
            {
                _down.TrySetResult();
                return;
            }
        }
    }

    private async Task<IReadOnlyList<RuntimeInfo>> RuntimesAsync() => [.. (await RuntimeUseAsync()).Select(static each => each.Capacity)];

    private async Task<IReadOnlyList<RuntimeUse>> RuntimeUseAsync() =>
    [
        .. (await _workflows!.CapacityAsync()).Select(static runtime => new RuntimeUse(
            new RuntimeInfo(
                runtime.Name, runtime.Use.Cpus, runtime.Use.MemoryBytes, runtime.Use.CpusBooked, runtime.Use.MemoryBytesBooked),
            runtime.Use.Running, runtime.Use.Waiting)),
    ];

    private WorkflowTools ToolsOf(
        IReadOnlyList<IRuntime> runtimes, bool limits, EnginesOfMachine engines, EngineSettings settings, ObjectDesk objects) => new(
        _committer!,
        runtimes,
        new MachineCapacity(settings.Cpus, settings.MemoryBytes, limits, settings.Resources),
        settings.Runtime,
        settings.RunsKeep,
        _traces?.Tracer,
        () => [.. engines.Look().Select(static one => new ContainerEngine(one.Name, one.Address, one.IsThere))],
        new(settings.Containers.Privileged, settings.Containers.HostPaths, settings.Containers.Devices, settings.Containers.External,
            [_options.Home.Path]),
        engines.ProjectsAsync,
        settings.DiskFreeBytesMin,
        new FetchRules(settings.Hosts),
        objects.TakeAsync);

    private EnginesOfMachine EnginesOf(
        EngineFacts facts, EngineSettings settings, RegistryStore registries, ILogger log)
    {
        ContainerRuntimeOptions Of(string name, string address) =>
            new(name, facts.Home.Path, address, settings.LogBytesMax, registries.For, registries.All, said => LogTold(log, said),
                facts.Id, Environment.GetEnvironmentVariable("SSH_AUTH_SOCK"));
        return new EnginesOfMachine(
            [
                Of("docker", EngineSockets.Docker(settings.DockerHost, Environment.GetEnvironmentVariable)),
                Of("podman", EngineSockets.Podman(settings.PodmanHost, Environment.GetEnvironmentVariable)),
            ],
            _time);
    }

    private string? Degraded() =>
        _committer!.IsFull ? "the disk of the home is full: changes are refused until there is room"
        : new DriveInfo(_options.Home.Path).AvailableFreeSpace < RoomMin
            ? "the disk of the home is all but full: what needs room is refused until there is some"
            : null;

    private T Own<T>(T part)
        where T : class => _ends.Own(part);

    /// <summary>What is durable is not known any more: nothing may be said or done from here on.</summary>
    private static void EndOnDiskFailure(Exception failure) => End($"the disk failed, so the engine ends at once: {failure.Message}");

    private static void End(string why)
    {
        using var terminal = Terminal.OfProcess();
        terminal.Error.WriteLine($"error: {why}");
#pragma warning disable RS0030 // The process has to end here: anything that is put away in order could tell what is not durable.
        Environment.Exit(1);
#pragma warning restore RS0030
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Part} does not end within {Seconds} s; the engine ends without it")]
    private static partial void LogHeldUp(ILogger log, string part, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Part} failed at its end")]
    private static partial void LogFailedEnd(ILogger log, string part, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the socket {Path} was removed; it is made again")]
    private static partial void LogSocketGone(ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Obstacle}; nobody asked for this address, so the engine goes on without it")]
    private static partial void LogTaken(ILogger log, string obstacle);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Said}")]
    private static partial void LogTold(ILogger log, string said);

    [LoggerMessage(Level = LogLevel.Error, Message = "the socket cannot be made again; the next try is in a moment: {Why}")]
    private static partial void LogNoSocket(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "dxflow {Version} is ready in {Home}")]
    private static partial void LogReady(ILogger log, string version, string home);
}
