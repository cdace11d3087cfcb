using System.Net.Sockets;
using System.Text;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>An engine as a service: units that systemd judges, a script that a POSIX shell runs, and what a manager is told.</summary>
public sealed class ServiceTests
{
    [Theory]
    [InlineData("--user")]
    [InlineData("--run-as=nobody")]
    [InlineData("--https=127.0.0.1:3936")]
    public async Task Systemd_finds_nothing_wrong_with_a_unit(string option)
    {
        await using var home = new Home();
        var unit = await Unit(home, "boot", "unit", option);
        Assert.Equal("", await Verify(unit, option == "--user"));
        var broken = home.Write("broken.service", (await File.ReadAllTextAsync(unit)).Replace("KillMode=process", "KillMode=nothing"));
        Assert.Contains("kill mode", await Verify(broken, option == "--user"));
    }

    [Fact]
    public async Task Paths_with_blanks_and_signs_of_systemds_own_are_found_again()
    {
        await using var home = new Home(Directory.CreateTempSubdirectory("dx %h $HOME ").FullName);
        var program = Path.Combine(home.Path, "100% of $it");
        File.CreateSymbolicLink(program, Home.Binary);
        Assert.Equal("", await Verify(await Unit(home, "boot", "unit", "--program", program), user: false));
        File.Delete(program);
        Assert.Contains("100% of $it", await Verify(await Unit(home, "boot", "unit", "--program", program), user: false));
    }

    [Fact]
    public async Task The_script_for_OpenRC_starts_an_engine_tells_of_it_and_ends_it()
    {
        await using var home = new Home(Directory.CreateTempSubdirectory("dx it's ").FullName);
        var script = home.Write("dxflow", (await home.Run("boot", "unit", "--openrc")).Expect(0).Output);
        await Tool.Run("sh", "", "-n", script);
        Assert.StartsWith("#!/sbin/openrc-run\n", await File.ReadAllTextAsync(script));

        // What openrc-run gives a script, and no more.
        home.Variables["SCRIPT"] = script;
        Task<Outcome> Call(string function) => home.Shell(
            ". \"$SCRIPT\"; ebegin() { echo \"$@\"; }; eend() { return $1; }; need() { :; }; after() { :; }; depend && " + function);
        (await Call("status")).Expect(5);
        (await Call("start")).Expect(0).Says("Starting the dxflow engine");
        (await home.Run("engine", "ping")).Expect(0);
        (await Call("status")).Expect(0);
        (await Call("stop")).Expect(0);
        (await home.Run("engine", "ping")).Expect(5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_manager_is_told_when_the_engine_is_ready_alive_and_ending(bool isAbstract)
    {
        await using var home = new Home();
        var address = isAbstract ? "dxflow-" + Guid.NewGuid() : Path.Combine(home.Path, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + address : address));
        manager.ReceiveTimeout = (int)Home.Patience.TotalMilliseconds;
        home.Variables["NOTIFY_SOCKET"] = isAbstract ? "@" + address : address;
        home.Variables["WATCHDOG_USEC"] = "200000";

        await using var engine = await home.Boot();
        Assert.Contains("EXTEND_TIMEOUT_USEC=", Received(manager));
        await Told(manager, "READY=1");
        await Told(manager, "WATCHDOG=1");
        Assert.Equal(0, await engine.Stop());
        await Told(manager, "STOPPING=1");
    }

    private static async Task<string> Unit(Home home, params string[] arguments) =>
        home.Write("dxflow.service", (await home.Run(arguments)).Expect(0).Output);

    /// <summary>What systemd complains of; it need not run for that. Other units of the machine are not what is looked at.</summary>
    private static async Task<string> Verify(string unit, bool user)
    {
        // A user's manager has a place at run time, also one that only reads.
        var place = "XDG_RUNTIME_DIR=" + Path.GetDirectoryName(unit);
        try
        {
            await Tool.Run(
                "env", "", [place, "systemd-analyze", "verify", "--man=no", "--recursive-errors=no", user ? "--user" : "--system", unit]);
            return "";
        }
        catch (InvalidOperationException wrong)
        {
            return wrong.Message;
        }
    }

    private static async Task Told(Socket manager, string line) => await Task.Run(() =>
    {
        while (!Received(manager).Split('\n').Contains(line))
        {
            // The watchdog is told all the while.
        }
    });

    private static string Received(Socket manager)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
    }
}
