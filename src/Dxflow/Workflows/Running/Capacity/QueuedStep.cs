using System.Globalization;
using Dxflow.Foundation.Values;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Running.Capacity;

/// <summary>A step of which a slice waits for capacity, and what that one books.</summary>
internal sealed record QueuedStep(string Name, string Runtime, ResourcePlan Wanted)
{
    /// <summary>What of that is not free; if all is, others come first.</summary>
    public string Missing(SlotsUse use)
    {
        var missing = new List<string>();
        if (Wanted.BookedCpus > use.Cpus - use.CpusBooked)
        {
            missing.Add(Text("cpus", Wanted.BookedCpus, use.Cpus - use.CpusBooked, use.Cpus, Number));
        }

        if (Wanted.BookedMemoryBytes > use.MemoryBytes - use.MemoryBytesBooked)
        {
            missing.Add(Text(
                "memory", Wanted.BookedMemoryBytes, use.MemoryBytes - use.MemoryBytesBooked, use.MemoryBytes,
                static bytes => ByteSize.Format((long)bytes)));
        }

        foreach (var (name, count) in Wanted.Named ?? NamedResources.Nothing)
        {
            if (use.Named.FirstOrDefault(one => one.Name == name) is { } there && count > there.Count - there.Booked)
            {
                missing.Add(Text(name, count, there.Count - there.Booked, there.Count, Number));
            }
        }

        return missing.Count == 0 ? "its turn" : string.Join(" and ", missing);
    }

    private static string Text(string name, double wanted, double free, double all, Func<double, string> format) =>
        $"{format(wanted)} {name} ({format(Math.Max(0, free))} of {format(all)} free)";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
