using System.Net;
using Dxflow.Foundation.Values;
using YamlDotNet.RepresentationModel;

namespace Dxflow.Engine.Settings;

/// <summary>The keys of a target whose steps run in pilots.</summary>
internal sealed partial class TargetFile
{
    private const string PilotMode = "pilot";

    private static string[] PilotKeys => ["cpus", "memory", "time", "min", "max", "idle", "backlog", "listen", "program"];

    private PilotSettings? Pilot(YamlMappingNode map, Dictionary<string, YamlNode> found)
    {
        var mode = Text(found, "mode");
        if (mode is not (null or "batch" or PilotMode))
        {
            Say(found["mode"], $"there is no mode '{mode}'", "there are batch (each step is a job) and pilot");
            return null;
        }

        if (mode != PilotMode)
        {
            foreach (var key in PilotKeys.Where(found.ContainsKey))
            {
                Say(found[key], $"'{key}' is for pilots alone", "add mode: pilot, or remove it");
            }

            return null;
        }

        if (!found.ContainsKey("cpus"))
        {
            Say(map, "a pilot needs 'cpus'", "say how many cores each pilot job asks for, like cpus: 8");
        }

        var (min, max) = (Count(found, "min", least: 0), Count(found, "max"));
        if (min > (max ?? int.MaxValue))
        {
            Say(found["min"], $"'min' is {min}, which is more than 'max', {max}", "mend one of them");
        }

        return new PilotSettings(
            Count(found, "cpus") ?? 1,
            Size(found, "memory"),
            Length(found, "time", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            min,
            max,
            Length(found, "idle", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Count(found, "backlog"),
            Address(found, "listen"),
            Directory(found, "program"));
    }

    private long? Size(Dictionary<string, YamlNode> fields, string key)
    {
        if (Text(fields, key) is not { } text)
        {
            return null;
        }

        if (ByteSize.TryParse(text, out var bytes, out _) && bytes >= 1 << 20)
        {
            return bytes;
        }

        Say(fields[key], $"'{key}' must be a size of 1M at least, not '{text}'", "write it with its unit, like 16G");
        return null;
    }

    private IPEndPoint? Address(Dictionary<string, YamlNode> fields, string key)
    {
        if (Text(fields, key) is not { } text)
        {
            return null;
        }

        if (ListenAddress.TryParse(text, 0, out var address))
        {
            return address;
        }

        Say(
            fields[key], $"'{text}' is no address to listen on",
            "write an address of this machine that nodes can reach, with a port if need be");
        return null;
    }
}
