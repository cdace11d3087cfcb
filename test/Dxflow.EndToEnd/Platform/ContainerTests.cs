using Dxflow.EndToEnd.Containers;
using Xunit;

namespace Dxflow.EndToEnd.Platform;

/// <summary>Containers that somebody made by hand, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerTests(ContainerEngines engines)
{
    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_container_is_stopped_started_paused_killed_and_removed(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        await platform.Container("web", ["/bin/sh", "-c", "trap 'exit 3' TERM; while :; do sleep 0.1; done"]);

        (await platform.Run("platform", "container", "pause", "web")).Expect(0).Says("paused");
        (await platform.Run("platform", "container", "unpause", "web")).Expect(0).Says("running");
        (await platform.Run("platform", "container", "stop", "web", "--grace", "20s")).Expect(0).Says("exited");
        var ended = (await platform.Run("platform", "container", "inspect", "web", "-o", "json")).Expect(0).Json;
        Assert.Equal(3, ended.GetProperty("exitCode").GetInt32());
        (await platform.Run("platform", "container", "start", "web")).Expect(0).Says("running");
        (await platform.Run("platform", "container", "restart", "web", "--grace", "20s")).Expect(0).Says("running");
        (await platform.Run("platform", "container", "remove", "web", "--yes")).Expect(name == "docker" ? 6 : 1);
        (await platform.Run("platform", "container", "kill", "web", "--yes", "--signal", "KILL")).Expect(0);
        await Support.Home.Until(async () => await platform.State("web") == "exited", "web to be dead");
        (await platform.Run("platform", "container", "remove", "web", "--yes")).Expect(0);
        Assert.Null(await platform.State("web"));
        (await platform.Run("platform", "container", "start", "web")).Expect(3);
        (await platform.Run("platform", "container", "inspect", "../images/json")).Expect(2);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Containers_are_listed_by_project_and_label_and_pruned_but_for_those_of_runs(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        await platform.Container("runs", labels: new Dictionary<string, string>
        {
            ["com.docker.compose.project"] = "shop",
            ["com.docker.compose.service"] = "web",
        });
        await platform.Container("ended", ["/bin/true"], labels: new Dictionary<string, string> { ["team"] = "blue" });
        await platform.Container("task", start: false, labels: new Dictionary<string, string> { ["dxflow.run"] = "r" });
        await Support.Home.Until(async () => await platform.State("ended") == "exited", "ended to have ended");

        var running = (await platform.Run("platform", "container", "list", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal(("runs", "web"), (running[0].GetProperty("name").GetString(), running[0].GetProperty("service").GetString()));
        var ofShop = await platform.Run("platform", "container", "list", "-a", "--project", "shop", "-o", "name");
        var blue = await platform.Run("platform", "container", "list", "-a", "-l", "team=blue", "-o", "name");
        Assert.Equal(("runs\n", "ended\n"), (ofShop.Output, blue.Output));
        var page = (await platform.Run("platform", "container", "list", "-a", "--limit", "1", "-o", "json")).Expect(0).Json;
        var rest = await platform.Run(
            "platform", "container", "list", "-a", "--cursor", page.GetProperty("next").GetString()!, "-o", "name");
        Assert.Equal("runs\ntask\n", rest.Output);

        (await platform.Run("platform", "container", "prune", "--dry-run", "-o", "json")).Expect(0).Says("\"name\": \"ended\"");
        Assert.NotNull(await platform.State("ended"));
        (await platform.Run("platform", "container", "prune")).Expect(2).Complains("--yes");
        (await platform.Run("platform", "container", "prune", "--yes")).Expect(0).Says("ended");
        Assert.Equal((null, "running"), (await platform.State("ended"), await platform.State("runs")));
        Assert.NotNull(await platform.State("task"));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Values_of_the_environment_are_hidden_unless_a_master_asks(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        await platform.Container(
            "web", env: ["DB_PASSWORD=geheim-1", "MODE=quiet-2"], labels: new Dictionary<string, string>
            {
                ["api-token"] = "geheim-3",
                ["team"] = "blue",
            });

        var shown = (await platform.Run("platform", "container", "inspect", "web", "-o", "json")).Expect(0);
        Assert.DoesNotContain("geheim", shown.Output);
        Assert.DoesNotContain("quiet-2", shown.Output);
        Assert.Equal("***", shown.Json.GetProperty("environment").GetProperty("DB_PASSWORD").GetString());
        Assert.Equal("blue", shown.Json.GetProperty("labels").GetProperty("team").GetString());
        (await platform.Run("platform", "container", "inspect", "web", "--reveal")).Expect(0)
            .Says("geheim-1").Says("geheim-3").Says("quiet-2");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_a_container_writes_is_shown_and_followed(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        var script = "echo one; echo two >&2; i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo line $i; sleep 0.1; done; exit 0";
        await platform.Container("talks", ["/bin/sh", "-c", script]);

        var followed = (await platform.Run("platform", "container", "logs", "talks", "--follow", "-o", "json")).Expect(0).Lines;
        Assert.Equal(22, followed.Count);
        Assert.Equal(["one"], followed.Where(static line => !line.GetProperty("error").GetBoolean()).Take(1)
            .Select(static line => line.GetProperty("text").GetString()));
        Assert.Equal(["two"], followed.Where(static line => line.GetProperty("error").GetBoolean())
            .Select(static line => line.GetProperty("text").GetString()));
        Assert.Equal("line 19\nline 20\n", (await platform.Run("platform", "container", "logs", "talks", "--tail", "2")).Expect(0).Output);
        var late = followed[^1].GetProperty("at").GetDateTimeOffset().AddSeconds(5).ToString("O");
        Assert.Equal("", (await platform.Run("platform", "container", "logs", "talks", "--since", late)).Expect(0).Output);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_program_runs_in_a_container(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        await platform.Container("web");

        var ran = await platform.RunWith(
            "typed", "platform", "container", "exec", "web", "-i", "--env", "WORD=hi", "--workdir", "/tmp", "--", "/bin/sh", "-c",
            "cat; echo \" $WORD $PWD\"; echo problem >&2; exit 7");
        Assert.Equal((7, "typed hi /tmp\n", "problem\n"), (ran.Exit, ran.Output, ran.Error));
        Assert.NotEqual(0, (await platform.Run("platform", "container", "exec", "web", "--", "/no/such")).Exit);
        (await platform.Run("platform", "container", "exec", "nobody", "--", "/bin/true")).Expect(125).Complains("no container 'nobody'");
        var terminal = (await platform.Run(
            "platform", "container", "exec", "web", "-t", "--", "/bin/sh", "-c", "test -t 1 && echo terminal")).Expect(0);
        Assert.Equal("terminal", terminal.Output.Trim());
        var use = (await platform.Run("platform", "container", "stats", "web", "-o", "json")).Expect(0).Json.GetProperty("items")[0];
        Assert.Equal("web", use.GetProperty("name").GetString());
        Assert.True(use.GetProperty("memoryBytes").GetInt64() > 0);
    }
}
