using System.Globalization;
using Dxflow.Foundation.Values;

namespace Dxflow.Engine.Settings;

/// <summary>What a machine can book: cores, and memory in bytes.</summary>
internal sealed record MachineCapacity(double Cpus, long MemoryBytes);

/// <summary>A profile's settings, typed, as an engine takes them at its start.</summary>
internal sealed record EngineSettings(
    MachineCapacity Capacity, IReadOnlyList<string> PassEnvironment, long LogBytesMax, int RunsKeep, string? Runtime)
{
    public static EngineSettings Read(ConfigFile file)
    {
        string Value(ConfigKey key) => file.Get(key).Value;
        var machine = new MachineCapacity(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var cpus = Value(ConfigKeys.ProcessCpus);
        var memory = Value(ConfigKeys.ProcessMemory);
        return new EngineSettings(
            new MachineCapacity(
                cpus.Length == 0 ? machine.Cpus : double.Parse(cpus, CultureInfo.InvariantCulture),
                memory.Length == 0 ? machine.MemoryBytes : ByteSize.Parse(memory)),
            [.. Value(ConfigKeys.ProcessEnvironment).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            ByteSize.Parse(Value(ConfigKeys.LogBytesMax)),
            int.Parse(Value(ConfigKeys.RunsKeep), CultureInfo.InvariantCulture),
            Value(ConfigKeys.Runtime) is { Length: > 0 } runtime ? runtime : null);
    }
}
