using System.Runtime.InteropServices;
using System.Reflection;
using System.Text;
using Dxflow.Engine.Tls;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>What does not change while an engine runs.</summary>
internal sealed record EngineFacts(string Id, Home Home, string Profile, bool Instant, DateTimeOffset StartedAt);

/// <summary>What the engine asks of its parts to describe and to end itself; filled by the daemon.</summary>
internal sealed record EngineProbes(
    Func<Task<IReadOnlyList<RuntimeInfo>>> Runtimes,
    Func<(int Workflows, int LiveRuns)> Work,
    Func<string?> Degraded,
    Func<string?> Repaired,
    Func<IReadOnlyList<string>> Addresses,
    EngineAuthority Authority,
    Func<BootDown, Task<bool>> Down,
    Func<Task<string>> Restart);

/// <summary>The engine about itself: what it is, what it uses, whether it takes work, its log, and its end.</summary>
internal sealed class EngineLife(EngineFacts facts, EngineProbes probes, TimeProvider time)
{
    public static string Version { get; } =
        typeof(EngineLife).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<EngineInfo> InfoAsync() => new(
        facts.Id,
        Version,
        Environment.ProcessId,
        facts.Home.Path,
        facts.Home.Socket,
        facts.Home.GrpcSocket,
        probes.Addresses(),
        await probes.Authority.FingerprintAsync(),
        facts.Profile,
        facts.StartedAt,
        facts.Instant,
        Environment.MachineName,
        RuntimeInformation.OSDescription,
        "glibc >= 2.27, libssl 3",
        new DriveInfo(facts.Home.Path).AvailableFreeSpace,
        probes.Degraded(),
        await probes.Runtimes(),
        probes.Repaired());

    public Task<EngineStat> StatAsync()
    {
        var (workflows, live) = probes.Work();
        var status = ProcStatus.Read();
        return Task.FromResult(new EngineStat(
            (Now - facts.StartedAt).TotalSeconds,
            Environment.CpuUsage.TotalTime.TotalSeconds,
            status.ResidentBytes,
            GC.GetTotalMemory(forceFullCollection: false),
            status.OpenFiles,
            status.Threads,
            workflows,
            live));
    }

    /// <summary>The certificate of the engine's own authority: what curl and browsers check its servers with.</summary>
    public async Task<Download> AuthorityAsync()
    {
        var pem = Encoding.ASCII.GetBytes(await probes.Authority.PemAsync());
        return new Download(new MemoryStream(pem), pem.Length, "application/x-pem-file", "dxflow-ca.pem");
    }

    public HealthInfo Health() => probes.Degraded() is { } reason ? new HealthInfo(false, [reason]) : new HealthInfo(true, []);

    public async Task<BootDownInfo> DownAsync(BootDown request) => new(await probes.Down(request));

    public async Task<RestartInfo> RestartAsync(Call call)
    {
        await call.Audited!;
        return new RestartInfo(Version, await probes.Restart());
    }

    public IAsyncEnumerable<EngineLogLine> LogsAsync(EngineLogsRequest request, CancellationToken ended) =>
        EngineLog.ReadAsync(facts.Home.LogFile, request, time, ended);
}
