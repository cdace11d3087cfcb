using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;

namespace Dxflow.Engine.Services;

/// <summary>
/// What starts services here: systemd for the machine (as root) or for the user, OpenRC (as root), or nothing, as in containers and on
/// login nodes. An engine is given to it as a unit or a script, at the place where the machine's own owner would put it.
/// </summary>
internal sealed record InitSystem(string Directory, string Suffix, UnixFileMode Mode, Func<ServiceSpec, string> Text, bool ForUser)
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static readonly InitSystem Systemd = new("/etc/systemd/system", ".service", Readable, SystemdUnit.Write, ForUser: false);
    public static readonly InitSystem OpenRc = new("/etc/init.d", "", Executable, OpenRcScript.Write, ForUser: false);

    public static InitSystem SystemdOfUser => new(
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } config
                ? config
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
            "systemd/user"),
        ".service", Readable, SystemdUnit.Write, ForUser: true);

    /// <summary>What <c>service-manager</c> names, or by <c>auto</c> the one that runs here and takes services from this user.</summary>
    public static InitSystem? Choose(string wish, bool isRoot, Func<string, bool> exists, string? runtimeDirectory) => wish switch
    {
        "none" => null,
        "systemd" => isRoot ? Systemd : SystemdOfUser,
        "openrc" => OpenRc,
        _ when exists("/run/systemd/system") && isRoot => Systemd,
        _ when exists("/run/systemd/system") && runtimeDirectory is not null
            && exists(Path.Combine(runtimeDirectory, "systemd/private")) => SystemdOfUser,
        _ when exists("/run/openrc/softlevel") && isRoot => OpenRc,
        _ => null,
    };

    public static InitSystem? Here(string wish) => Choose(
        wish, FileCalls.EffectiveUser() == 0, Path.Exists, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));

    public string PathOf(string service) => Path.Combine(Directory, service + Suffix);

    /// <summary>The commands that make a service known, start it with the machine, and start it now.</summary>
    public IReadOnlyList<string[]> StartCommands(string service) => this == OpenRc
        ? [["rc-update", "add", service, "default"], ["rc-service", service, "start"]]
        : [Systemctl("daemon-reload"), Systemctl("enable", service + Suffix), Systemctl("start", service + Suffix)];

    public string[] StopCommand(string service) =>
        this == OpenRc ? ["rc-service", service, "stop"] : Systemctl("stop", service + Suffix);

    /// <summary>For people: how it is ended for good.</summary>
    public string Undo(string service) => this == OpenRc
        ? $"rc-update del {service}"
        : $"systemctl {(ForUser ? "--user " : "")}disable --now {service}";

    private string[] Systemctl(params string[] words) =>
        ["systemctl", .. ForUser ? (string[])["--user"] : [], "--no-ask-password", .. words];
}

/// <summary>Gives services to an init system, and takes them back.</summary>
internal sealed class ServiceDesk(InitSystem system, Func<string[], Task<ProgramEnd>> run)
{
    /// <summary>Writes the service and starts it; returns when the engine is ready, because the init system waits for that.</summary>
    public async Task StartAsync(ServiceSpec spec)
    {
        var name = ServiceSpec.NameOf(spec.Home);
        var path = system.PathOf(name);
        try
        {
            Directory.CreateDirectory(system.Directory);
            File.WriteAllText(path + ".new", system.Text(spec));
            File.SetUnixFileMode(path + ".new", system.Mode);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Unavailable, $"the service {path} cannot be written: {failed.Message}",
                "without a service: dxflow config set service-manager none", failed);
        }

        foreach (var command in system.StartCommands(name))
        {
            if (await run(command) is { IsWell: false } end)
            {
                throw new Fault(
                    FaultKind.Unavailable,
                    $"'{string.Join(' ', command)}' failed: {end.Output}",
                    system == InitSystem.OpenRc ? "see the engine's log" : $"see: journalctl {(system.ForUser ? "--user " : "")}-u {name}");
            }
        }
    }

    /// <summary>After an engine has ended: that its init system knows it, and does not start it again.</summary>
    public Task SettleAsync(string service) => run(system.StopCommand(service));
}
