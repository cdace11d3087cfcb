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
    string? Runtime,
    bool TlsTerminated,
    string? DockerHost = null,
    string? PodmanHost = null)
{
    public static EngineSettings Read(ConfigFile file)
    {
        string Value(ConfigKey key) => file.Get(key).Value;
        var cpus = Value(ConfigKeys.ProcessCpus);
        var memory = Value(ConfigKeys.ProcessMemory);
        return new EngineSettings(
            cpus.Length == 0 ? Environment.ProcessorCount : double.Parse(cpus, CultureInfo.InvariantCulture),
            memory.Length == 0 ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : ByteSize.Parse(memory),
            [.. Value(ConfigKeys.ProcessEnvironment).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            ByteSize.Parse(Value(ConfigKeys.LogBytesMax)),
            int.Parse(Value(ConfigKeys.RunsKeep), CultureInfo.InvariantCulture),
            Value(ConfigKeys.Runtime) is { Length: > 0 } runtime ? runtime : null,
            Value(ConfigKeys.TlsTerminated) == "true",
            Value(ConfigKeys.DockerHost),
            Value(ConfigKeys.PodmanHost));
    }
}
