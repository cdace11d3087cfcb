using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>Images that runs build and pull, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class SuppliedImageTests(ContainerEngines engines)
{
    /// <summary>With limits of its own a build goes to Docker's builder of old, without to BuildKit.</summary>
    [Theory, InlineData("docker", true), InlineData("docker", false), InlineData("podman", true)]
    public async Task A_run_builds_what_is_not_there(string name, bool limits)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        home.Write("built/Dockerfile", $"""
            FROM {ContainerEngines.Image} AS base
            ARG WORD=none
            COPY . /site
            RUN echo $WORD >/word; cat /etc/hosts >/hosts
            FROM base AS other
            RUN exit 9
            """);
        home.Write("built/.dockerignore", "secret\n");
        home.Write("built/secret", "s");
        home.Write("built/page", "page one");
        var file = home.Write("built/compose.yaml", """
            name: built
            services:
              show:
                build:
                  context: .
                  target: base
                  args: { WORD: spoken }
                  labels: { own: label }
                  tags: [ "localhost/built-too:2" ]
                  extra_hosts: [ "there:10.1.2.3" ]
                  shm_size: 64m
                  ulimits: { nofile: 1000 }
                x-step: {}
                command: ["sh", "-c", "cat /site/page /word /hosts; ls -A /site"]
              text:
                build: { context: ., dockerfile_inline: "FROM dxflow-test:1\nENV INLINE=yes\n" }
                x-step: {}
                command: ["sh", "-c", "echo inline $$INLINE"]
            """);
        if (!limits)
        {
            await Change(file, "shm_size: 64m\n      ulimits: { nofile: 1000 }\n", "no_cache: false\n");
        }

        (await home.Run("run", file, "--runtime", name)).Expect(0);
        var said = (await home.Run("workflow", "logs", "built")).Expect(0).Says("page one").Says("spoken").Says("10.1.2.3")
            .Says("inline yes").Output;
        Assert.DoesNotContain("secret", said);
        var labels = (await platform.Run("platform", "image", "inspect", "built-show", "-o", "json")).Expect(0).Json.GetProperty("labels");
        Assert.Equal(
            ("label", "show"),
            (labels.GetProperty("own").GetString(), labels.GetProperty("com.docker.compose.service").GetString()));
        (await platform.Run("platform", "image", "inspect", "localhost/built-too:2")).Expect(0);

        // It is there: nothing is built, until it is asked for.
        home.Write("built/page", "page two");
        (await home.Run("run", file, "--runtime", name)).Expect(0);
        (await home.Run("workflow", "logs", "built")).Expect(0).Says("page one");
        await Change(file, "x-step: {}", "x-step: {}\n    pull_policy: build");
        (await home.Run("run", file, "--runtime", name)).Expect(0);
        (await home.Run("workflow", "logs", "built")).Expect(0).Says("page two");

        // What fails says why, with what the builder said last.
        await Change(file, "target: base", "target: other");
        (await home.Run("run", file, "--runtime", name)).Expect(1).Complains("exit 9");
        foreach (var image in (string[])["built-show", "built-text", "localhost/built-too:2"])
        {
            (await platform.Run("platform", "image", "remove", image, "--force", "--yes")).Expect(0);
        }
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_pull_that_takes_long_keeps_nobody_waiting_and_can_be_stopped(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();

        // A registry that takes connections and never says a word.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var file = home.Write("slow.yaml", $"""
            name: slow
            services:
              far:
                image: 127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/far:1
              near:
                image: {ContainerEngines.Image}
                command: ["sleep", "600"]
                init: true
            """);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await home.Until("slow", "services", "near", "running");
        await home.Until("slow", "services", "far", "starting");
        using var following = home.Start("workflow", "events", "slow", "-f", "-o", "json");
        var news = await Progress(following);
        Assert.Equal(("far", "pulling"), (news.GetProperty("step").GetString(), news.GetProperty("state").GetString()));
        following.Kill();
        var since = Stopwatch.StartNew();
        (await home.Run("workflow", "stop", "slow")).Expect(0);
        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        var runs = (await home.Run("workflow", "runs", "slow", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal("stopped", runs[0].GetProperty("state").GetString());
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_build_tells_its_steps_and_one_that_a_death_of_the_engine_cut_short_is_done_by_the_next(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        var engine = await home.Boot();
        string Document(string seconds) => home.Write("cut/compose.yaml", $$"""
            name: cut
            services:
              it:
                pull_policy: build
                build: { context: ., dockerfile_inline: "FROM {{ContainerEngines.Image}}\nCOPY page /page\nRUN sleep {{seconds}}\n" }
                x-step: {}
                command: ["cat", "/page"]
            """);
        home.Write("cut/page", "page one");
        (await home.Run("run", Document("3.25"), "--runtime", name)).Expect(0).Complains("it  building  ").Complains("RUN sleep 3.25");
        (await home.Run("workflow", "logs", "cut")).Expect(0).Says("page one");
        var facts = (await home.Run("workflow", "events", "cut", "-o", "json")).Expect(0).Lines;
        Assert.DoesNotContain(facts, static fact => fact.GetProperty("event").GetString() == "progress");

        // The image of before is there, under the name that the next build is to give.
        home.Write("cut/page", "page two");
        (await home.Run("run", Document("4.75"), "--detach", "--runtime", name)).Expect(0);
        await Home.Until(() => Task.FromResult(IsRunning("4.75")), "the build to run");
        await engine.Crash();
        await engine.DisposeAsync();
        engine = await home.Boot();
        await home.Until("cut", "steps", "it", "succeeded");
        (await home.Run("workflow", "logs", "cut")).Expect(0).Says("page two");
        await engine.DisposeAsync();
        (await home.Run("workflow", "remove", "cut", "--yes")).Expect(0);
        await platform.RemoveImage("cut-it");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_has_another_image_by_now_is_made_anew_and_nothing_before_it_is_there(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();

        // A registry that nobody runs.
        const string Far = "127.0.0.1:1/other:1";
        (await platform.Run("platform", "image", "tag", ContainerEngines.Image, Far)).Expect(0);
        home.Write("renewed/page", "one");
        var file = home.Write("renewed/compose.yaml", $$"""
            name: renewed
            services:
              web:
                build:
                  context: .
                  dockerfile_inline: "FROM {{ContainerEngines.Image}}\nARG A=b\nCOPY page /page\nRUN echo $$A >>/page\n"
                command: ["sh", "-c", "cat /page; exec sleep 600"]
                init: true
              other: { image: "{{Far}}", command: ["sleep", "600"], init: true }
            """);
        string[] run = ["run", file, "--detach", "--runtime", name];
        (await home.Run(run)).Expect(0);
        await home.Until("renewed", "services", "web", "running");
        await home.Until("renewed", "services", "other", "running");
        var first = await Containers(platform);

        home.Write("renewed/page", "two");
        (await home.Run("workflow", "build", file, "--build-arg", "A=given", "--no-cache", "--runtime", name)).Expect(0)
            .Says("web sha256:");
        (await home.Run(run)).Expect(0);
        await Home.Until(
            async () => await Containers(platform) is { Count: 2 } now && now["renewed-web-1"] != first["renewed-web-1"], "another web");
        await Home.Until(
            async () => (await home.Run("workflow", "logs", "renewed", "web")).Expect(0).Output is var said
                && said.Contains("two", StringComparison.Ordinal) && said.Contains("given", StringComparison.Ordinal),
            "web to show the new page");
        var second = await Containers(platform);
        Assert.Equal(first["renewed-other-1"], second["renewed-other-1"]);
        (await home.Run(run)).Expect(0);
        Assert.Equal(second, await Containers(platform));

        home.Write("renewed/page", "three");
        (await home.Run([.. run, "--build"])).Expect(0);
        await Home.Until(
            async () => await Containers(platform) is { Count: 2 } now && now["renewed-web-1"] != second["renewed-web-1"], "a third web");
        var third = await Containers(platform);
        Assert.Equal(first["renewed-other-1"], third["renewed-other-1"]);

        // What cannot be had changes nothing.
        Assert.NotEqual(0, (await home.Run([.. run, "--pull", "always"])).Exit);
        Assert.Equal(third, await Containers(platform));
        Assert.NotEqual(0, (await home.Run("workflow", "pull", "renewed", "--runtime", name)).Exit);
        (await home.Run("workflow", "pull", "renewed", "--service", "other", "--ignore-failures", "--runtime", name)).Expect(1)
            .Complains("other");
        (await home.Run("workflow", "pull", "renewed", "--service", "web", "--runtime", name)).Expect(2).Complains("is built");
        (await home.Run("workflow", "build", "renewed", "--service", "none", "--runtime", name)).Expect(3);
        (await home.Run("workflow", "remove", "renewed", "--stop", "--yes")).Expect(0);
        foreach (var image in (string[])["renewed-web", Far])
        {
            (await platform.Run("platform", "image", "remove", image, "--force", "--yes")).Expect(0);
        }
    }

    private static bool IsRunning(string seconds) => ProcFile.Pids()
        .Any(pid => ProcFile.ReadText($"/proc/{pid}/cmdline").EndsWith($"sleep\0{seconds}\0", StringComparison.Ordinal));

    /// <summary>The first progress that a stream of events tells.</summary>
    private static async Task<JsonElement> Progress(Process following)
    {
        using var late = new CancellationTokenSource(Home.Patience);
        while (await following.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            var told = JsonDocument.Parse(line).RootElement;
            if (told.GetProperty("event").GetString() == "progress")
            {
                return told;
            }
        }

        throw new InvalidOperationException("the stream has ended");
    }

    private static async Task<Dictionary<string, string>> Containers(PlatformHome platform)
    {
        var listed = (await platform.Run("platform", "container", "list", "-o", "json")).Expect(0).Json.GetProperty("items");
        return listed.EnumerateArray().ToDictionary(
            item => item.GetProperty("name").GetString()!, item => item.GetProperty("id").GetString()!);
    }

    private static async Task Change(string file, string from, string to) => await File.WriteAllTextAsync(
        file,
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(from, to, StringComparison.Ordinal),
        TestContext.Current.CancellationToken);
}
