using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>Who has a home: enough to find the process, on whatever machine it is.</summary>
internal sealed record EngineHolder(
    [Description("Name of the machine.")] string Host,
    [Description("The machine's boot.")] string Boot,
    [Description("Process id.")] int Pid,
    [Description("When it took the home.")] DateTimeOffset Since,
    [Description("It lives only as long as a command or a run needs it, and makes room for a standing one.")] bool Instant = false);

/// <summary>
/// One engine per home: the kernel's lock decides, the file's text says who. A lock that is free but was left behind by an engine of
/// another machine proves nothing on a shared file system, so it is refused until <c>--take-over</c> says that engine is gone.
/// </summary>
internal static class EngineLock
{
    /// <summary><paramref name="inherited"/>: the descriptor of the lock, which this process had as another program.</summary>
    public static FileLock Take(Home home, bool takeOver, bool instant, TimeProvider time, int? inherited = null)
    {
        try
        {
            var taken = FileLock.TryTake(home.LockFile, out var text, inherited);
            var holder = Parse(text);
            if (taken is null)
            {
                throw Refused(home, holder);
            }

            if (holder is not null && holder.Host != Environment.MachineName && !takeOver)
            {
                taken.Dispose();
                throw new Fault(
                    FaultKind.Conflict,
                    $"the home {home.Path} was last used by an engine on {holder.Host} "
                    + $"(pid {holder.Pid}, since {When(holder.Since)}) that did not end cleanly",
                    "make sure that engine is gone, then: dxflow boot up --take-over");
            }

            taken.Describe(JsonSerializer.Serialize(
                new EngineHolder(
                    Environment.MachineName, BootId(), Environment.ProcessId, time.GetUtcNow(), instant), HolderJson.Default.EngineHolder));
            return taken;
        }
        catch (DiskException failure)
        {
            throw new Fault(
                FaultKind.Unavailable, $"the home's lock cannot be taken: {failure.Message}", "check the permissions of the home", failure);
        }
    }

    /// <summary>Who holds the home now, or null if nobody does; a lock of which the holder is unknown gives an empty one.</summary>
    public static EngineHolder? Holder(Home home)
    {
        if (!File.Exists(home.LockFile))
        {
            return null;
        }

        return FileLock.IsHeld(home.LockFile, out var text)
            ? Parse(text) ?? new EngineHolder(Environment.MachineName, string.Empty, 0, default)
            : null;
    }

    /// <summary>False of what an engine left behind that is no more: whoever took the lock since has not said yet who it is.</summary>
    public static bool IsAlive(EngineHolder holder) =>
        holder.Host != Environment.MachineName || (holder.Boot == BootId() && Directory.Exists($"/proc/{holder.Pid}"));

    /// <summary>This very process, before it became the program that it is.</summary>
    public static bool IsSelf(EngineHolder holder) =>
        holder.Host == Environment.MachineName && holder.Boot == BootId() && holder.Pid == Environment.ProcessId;

    public static string When(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static Fault Refused(Home home, EngineHolder? holder) => new(
        FaultKind.Conflict,
        holder is null
            ? $"another engine has the home {home.Path}"
            : $"another engine has the home {home.Path}: pid {holder.Pid} on {holder.Host}, since {When(holder.Since)}",
        "use that one ('dxflow boot status'), end it ('dxflow boot down'), or give this one a home of its own with --home");

    private static EngineHolder? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, HolderJson.Default.EngineHolder);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}

[JsonSerializable(typeof(EngineHolder))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
internal sealed partial class HolderJson : JsonSerializerContext;
