using Dxflow.Engine.Services;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Engine.Services;

public sealed class InitSystemTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dx");
    private readonly List<string> _commands = [];
    private readonly ServiceSpec _spec = new(
        "/srv/dx home", "/usr/bin/dxflow", ["boot", "up"], new Dictionary<string, string> { ["PATH"] = "/bin" }, ForUser: false);

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("auto", true, "/run/systemd/system", "/etc/systemd/system")]
    [InlineData("auto", false, "/run/systemd/system /run/user/7/systemd/private", "systemd/user")]
    [InlineData("auto", false, "/run/systemd/system", null)]
    [InlineData("auto", true, "/run/openrc/softlevel", "/etc/init.d")]
    [InlineData("auto", false, "/run/openrc/softlevel", null)]
    [InlineData("auto", true, "", null)]
    [InlineData("none", true, "/run/systemd/system", null)]
    [InlineData("systemd", true, "", "/etc/systemd/system")]
    [InlineData("openrc", true, "", "/etc/init.d")]
    public void The_one_that_runs_and_takes_services_is_chosen(string wish, bool root, string there, string? directory)
    {
        var chosen = InitSystem.Choose(wish, root, path => there.Split(' ').Contains(path), "/run/user/7");
        Assert.True(directory is null ? chosen is null : chosen!.Directory.EndsWith(directory, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_is_written_and_started_with_the_machine_and_now()
    {
        var system = InitSystem.Systemd with { Directory = Path.Combine(_directory.FullName, "made") };
        await Desk(system).StartAsync(_spec);
        var name = ServiceSpec.NameOf(_spec.Home);
        Assert.Matches("^dxflow-[0-9a-f]{8}$", name);
        var written = Assert.Single(Directory.GetFiles(system.Directory));
        Assert.Equal(name + ".service", Path.GetFileName(written));
        Assert.Equal(SystemdUnit.Write(_spec), await File.ReadAllTextAsync(written));
        Assert.Equal(
            [
                "systemctl --no-ask-password daemon-reload", $"systemctl --no-ask-password enable {name}.service",
                $"systemctl --no-ask-password start {name}.service",
            ], _commands);
        await Desk(system).SettleAsync(name);
        Assert.Equal($"systemctl --no-ask-password stop {name}.service", _commands[^1]);
    }

    [Fact]
    public async Task What_the_manager_refuses_is_said_with_its_own_words()
    {
        var system = InitSystem.OpenRc with { Directory = _directory.FullName };
        var desk = new ServiceDesk(system, _ => Task.FromResult(new ProgramEnd(1, "no such runlevel")));
        var fault = await Assert.ThrowsAsync<Fault>(() => desk.StartAsync(_spec));
        Assert.Contains("no such runlevel", fault.Info.Detail);
        var nowhere = new ServiceDesk(system with { Directory = "/proc/nowhere" }, _ => Task.FromResult(new ProgramEnd(0, "")));
        Assert.Contains("/proc/nowhere", (await Assert.ThrowsAsync<Fault>(() => nowhere.StartAsync(_spec))).Info.Detail);
    }

    [Fact]
    public void Users_units_are_the_users()
    {
        var system = InitSystem.SystemdOfUser;
        Assert.Equal(["systemctl", "--user", "--no-ask-password", "daemon-reload"], system.StartCommands("dxflow")[0]);
        Assert.Equal("systemctl --user disable --now dxflow", system.Undo("dxflow"));
        Assert.Equal(["rc-service", "dxflow", "stop"], InitSystem.OpenRc.StopCommand("dxflow"));
    }

    [Theory]
    [InlineData("0::/system.slice/dxflow.service\n", "dxflow")]
    [InlineData("0::/system.slice/dxflow.service/engine\n", "dxflow")]
    [InlineData("1:name=systemd:/user.slice/user@7.service/app.slice/dxflow.service\n0::/\n", "dxflow")]
    [InlineData("0::/system.slice/cron.service\n", null)]
    [InlineData("0::/system.slice/dxflow-0a.service\n", null)]
    [InlineData("", null)]
    public void A_process_is_a_service_by_the_name_of_its_cgroup(string cgroups, string? service) =>
        Assert.Equal(service, ServiceProcess.NameIn(cgroups, "dxflow"));

    [Fact]
    public void Control_characters_are_refused()
    {
        Assert.Throws<Fault>(() => SystemdUnit.Write(_spec with { Home = "/a\nExecStart=/bin/evil" }));
        Assert.Throws<Fault>(() => SystemdUnit.Write(_spec with { Program = "/opt/it's/dxflow" }));
        Assert.Throws<Fault>(() => OpenRcScript.Write(_spec with { Variables = new Dictionary<string, string> { ["A"] = "1\n2" } }));
    }

    [Fact]
    public void A_unit_quotes_what_systemd_would_take_for_its_own()
    {
        var text = SystemdUnit.Write(_spec with
        {
            Program = "/opt/a b/100%/dxflow",
            Arguments = ["--home", "/srv/$HOME \"x\" \\ %h"],
            Variables = new Dictionary<string, string> { ["PATH"] = "/a b:/%i" },
            ForUser = true,
        });
        Assert.Contains("ExecStart=\"/opt/a b/100%%/dxflow\" \"--home\" \"/srv/$$HOME \\\"x\\\" \\\\ %%h\"\n", text);
        Assert.Contains("Environment=\"PATH=/a b:/%%i\"\n", text);
        Assert.Contains("WantedBy=default.target\n", text);
        Assert.DoesNotContain("network-online", text);
    }

    private ServiceDesk Desk(InitSystem system) => new(system, command =>
    {
        _commands.Add(string.Join(' ', command));
        return Task.FromResult(new ProgramEnd(0, ""));
    });
}
