using System.ComponentModel;
using Dxflow.Foundation.Processes.Cgroups;
using Dxflow.Foundation.Values;
using Dxflow.Engine.Services;
using Dxflow.Engine.Settings;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>One thing that was looked at, and what to do about it where it is not well.</summary>
internal sealed record Finding(
    [Description("What was looked at.")] string Name,
    [Description("Whether it is well.")] bool Ok,
    [Description("What was found.")] string Detail,
    [Description("What to do about it.")] string? Fix = null);

/// <summary>
/// Looks at everything that an engine in this home needs, without one and without changing anything: the question of a user for whom
/// nothing works yet.
/// </summary>
internal static class Doctor
{
    private const long DiskLowBytes = 1L << 30;
    private const int OpenFilesLow = 4096;

    public static IReadOnlyList<Finding> Look(Home home, string profile) =>
    [
        HomeOf(home),
        SettingsOf(home, profile),
        EngineOf(home),
        JournalsOf(home),
        DiskOf(home),
        Shell(),
        Kernel(),
        ControlGroups(),
        OpenFiles(),
        Services(home, profile),
    ];

    private static Finding HomeOf(Home home)
    {
        if (!Directory.Exists(home.Path))
        {
            return new Finding("home", true, $"{home.Path} does not exist yet; the first engine makes it");
        }

        try
        {
            home.Check();
            return new Finding("home", true, $"{home.Path} is yours alone");
        }
        catch (Fault wrong)
        {
            return new Finding("home", false, wrong.Info.Detail, wrong.Info.Hint);
        }
    }

    private static Finding SettingsOf(Home home, string profile)
    {
        var path = home.Config(profile);
        try
        {
            var file = ConfigFile.Read(path);
            foreach (var key in ConfigKeys.All)
            {
                file.Get(key);
            }

            return new Finding("settings", true, File.Exists(path) ? $"{path}: {file.Values.Count} set" : "all by default");
        }
        catch (Fault wrong)
        {
            var first = wrong.Info.Problems is [var problem, ..] ? $" (line {problem.Line}: {problem.Message})" : string.Empty;
            return new Finding("settings", false, wrong.Info.Detail + first, wrong.Info.Hint);
        }
    }

    private static Finding EngineOf(Home home) => EngineLock.Holder(home) switch
    {
        null => new Finding("engine", true, "none is standing; 'dxflow run' starts one for itself, 'dxflow boot up' a lasting one"),
        var holder when File.Exists(home.Socket) =>
            new Finding("engine", true, $"pid {holder.Pid} on {holder.Host}, since {EngineLock.When(holder.Since)}"),
        var holder => new Finding(
            "engine",
            false,
            $"pid {holder.Pid} on {holder.Host} has the home, but its socket {home.Socket} is gone",
            $"kill {holder.Pid}, then boot again: running work is found again"),
    };

    private static Finding JournalsOf(Home home)
    {
        string[] aside =
        [
            .. Directory.Exists(home.Journals) ? Directory.GetFiles(home.Journals, "*.damaged") : [],
            .. Directory.Exists(home.RunsAside) ? Directory.GetDirectories(home.RunsAside) : [],
        ];
        return aside.Length == 0
            ? new Finding("journals", true, "none was found damaged")
            : new Finding(
                "journals",
                false,
                $"damaged and put aside: {string.Join(", ", aside)}",
                "what could be read was taken over, see the log; look whether something is missing, then delete them");
    }

    private static Finding DiskOf(Home home)
    {
        var at = Directory.Exists(home.Path) ? home.Path : "/";
        var free = new DriveInfo(at).AvailableFreeSpace;
        return new Finding(
            "disk",
            free >= DiskLowBytes,
            $"{ByteSize.Format(free)} free at {at}",
            free >= DiskLowBytes ? null : "make room, or use another home");
    }

    private static Finding Shell() => File.Exists("/bin/sh")
        ? new Finding("shell", true, "/bin/sh is there")
        : new Finding("shell", false, "there is no /bin/sh, which starts every process task", "install a POSIX shell");

    private static Finding Kernel()
    {
        var version = Environment.OSVersion.Version;
        return version >= new Version(5, 3)
            ? new Finding("kernel", true, $"Linux {version} has process handles")
            : new Finding("kernel", false, $"Linux {version} has no process handles (pidfd)", "use Linux 5.3 or newer");
    }

    private static Finding ControlGroups()
    {
        var mount = File.ReadLines("/proc/self/mountinfo").FirstOrDefault(line => line.Contains(" - cgroup2 ", StringComparison.Ordinal));
        return mount is null
            ? new Finding("cgroups", true, "no cgroup v2 mount: tasks are found by their environment, limits are not enforced")
            : new Finding("cgroups", true, $"cgroup v2 at {mount.Split(' ')[4]}{Controllers()}");
    }

    /// <summary>Which limits can be handed down to tasks; none where a manager has not delegated any (Delegate=yes).</summary>
    private static string Controllers()
    {
        var own = CgroupMounts.Find().Unified is { } directory && File.Exists(Path.Combine(directory, "cgroup.controllers"))
            ? File.ReadAllText(Path.Combine(directory, "cgroup.controllers")).Trim()
            : "";
        return own.Length > 0 ? $", here with {own}" : ", here without controllers: of limits only those of v1, if any, are enforced";
    }

    private static Finding Services(Home home, string profile)
    {
        const string Name = "services";
        var wish = SettingsOf(home, profile).Ok
            ? ConfigFile.Read(home.Config(profile)).Get(ConfigKeys.ServiceManager).Value
            : ConfigKeys.ServiceManager.Default;
        if (InitSystem.Here(wish) is not { } system)
        {
            return new Finding(
                Name, true, "no service manager takes an engine: in the background it is a process of its own, which nobody starts again");
        }

        var lingers = Path.Exists("/var/lib/systemd/linger/" + Environment.UserName);
        return system.ForUser && !lingers && File.Exists(system.PathOf(ServiceSpec.NameOf(home.Path)))
            ? new Finding(Name, false, "your services, and the engine among them, end with your last login", "loginctl enable-linger")
            : new Finding(Name, true, $"'boot up --daemon' makes a service in {system.Directory}");
    }

    private static Finding OpenFiles()
    {
        var line = File.ReadLines("/proc/self/limits").First(limit => limit.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split((char[])[' '], StringSplitOptions.RemoveEmptyEntries)[4];
        return hard == "unlimited" || long.Parse(hard, System.Globalization.CultureInfo.InvariantCulture) >= OpenFilesLow
            ? new Finding("open files", true, $"limit {hard}")
            : new Finding("open files", false, $"limit {hard}: a task needs about three", "raise it: ulimit -n 65536");
    }
}
