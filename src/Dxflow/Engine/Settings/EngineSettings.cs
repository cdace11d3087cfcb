using System.Globalization;
using Dxflow.Foundation.Values;

namespace Dxflow.Engine.Settings;

/// <summary>A profile's settings, typed, as an engine takes them at its start. Cpus in cores, memory in bytes.</summary>
internal sealed record EngineSettings(
    double Cpus,
    long MemoryBytes,
    IReadOnlyList<string> PassEnvironment,
    long LogBytesMax,
    int RunsKeep,
    long DiskFreeBytesMin,
    string? Runtime,
    bool TlsTerminated,
    string DockerHost,
    string PodmanHost,
    ContainerSettings Containers,
    IReadOnlyDictionary<string, int> Resources,
    IReadOnlyList<string> Hosts,
    RecordingSettings Recordings,
    long ObjectsBytesMax)
{
    public static EngineSettings Read(ConfigFile file)
    {
        string Value(ConfigKey key) => file.Get(key).Value;
        var cpus = Value(ConfigKeys.ProcessCpus);
        var memory = Value(ConfigKeys.ProcessMemory);
        return new EngineSettings(
            cpus.Length == 0 ? Environment.ProcessorCount : double.Parse(cpus, CultureInfo.InvariantCulture),
            memory.Length == 0 ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : ByteSize.Parse(memory),
            Words(ConfigKeys.ProcessEnvironment),
            ByteSize.Parse(Value(ConfigKeys.LogBytesMax)),
            int.Parse(Value(ConfigKeys.RunsKeep), CultureInfo.InvariantCulture),
            Value(ConfigKeys.DiskFreeMin) is { Length: > 0 } floor ? ByteSize.Parse(floor) : 0,
            Value(ConfigKeys.Runtime) is { Length: > 0 } runtime ? runtime : null,
            Value(ConfigKeys.TlsTerminated) == "true",
            Value(ConfigKeys.DockerHost),
            Value(ConfigKeys.PodmanHost),
            new ContainerSettings(
                Value(ConfigKeys.AllowPrivileged) == "true",
                Words(ConfigKeys.AllowHostPaths),
                Words(ConfigKeys.AllowDevices),
                Words(ConfigKeys.AllowExternal)),
            ConfigKeys.Counts(Value(ConfigKeys.MachineResources)) ?? new Dictionary<string, int>(),
            Words(ConfigKeys.AllowHosts),
            new RecordingSettings(
                Durations.Parse(Value(ConfigKeys.RecordingsKeep)),
                ByteSize.Parse(Value(ConfigKeys.RecordingsBytesMax)),
                ByteSize.Parse(Value(ConfigKeys.RecordingBytesMax))),
            Value(ConfigKeys.ObjectsBytesMax) is { Length: > 0 } most ? ByteSize.Parse(most) : 0);

        IReadOnlyList<string> Words(ConfigKey key) =>
            [.. Value(key).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}

/// <summary>How long recordings of shells are kept, how large all of them are together, and one at most.</summary>
internal sealed record RecordingSettings(TimeSpan Keep, long BytesMax, long EachBytesMax);

/// <summary>What containers of callers without PLATFORM may have of this machine, see the settings that begin with <c>allow-</c>.</summary>
internal sealed record ContainerSettings(
    bool Privileged, IReadOnlyList<string> HostPaths, IReadOnlyList<string> Devices, IReadOnlyList<string> External);
