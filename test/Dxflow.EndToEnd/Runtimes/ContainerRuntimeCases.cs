using System.Net;
using System.Net.Sockets;
using System.Text;
using Dxflow.EndToEnd.Containers;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>What only runtimes of containers promise, of Docker and of Podman alike.</summary>
public abstract class ContainerRuntimeCases : IAsyncLifetime
{
    private readonly string mark = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
    private RuntimeBench bench = null!;
    private EngineApi api = null!;
    private ContainerCalls containers = null!;

    private protected ContainerEngine Engine { get; private set; } = null!;

    /// <summary>Whether a container is lost with the daemon that ran it.</summary>
    private protected abstract bool DiesWithTheDaemon { get; }

    /// <summary>Whether of a container that was started again only what it wrote since is told, always.</summary>
    private protected abstract bool TellsStartsApart { get; }

    private protected RuntimeBench Bench => bench;

    private protected abstract Task<ContainerEngine> EngineAsync();

    public async ValueTask InitializeAsync()
    {
        Engine = await EngineAsync();
        bench = new RuntimeBench(
            home => new ContainerRuntime(new ContainerRuntimeOptions("docker", home, Engine.Address), TimeProvider.System),
            ContainerEngines.Image);
        bench.Open();
        api = new EngineApi(EngineAddress.Parse(Engine.Address));
        containers = new ContainerCalls(api);
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        api.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_name_that_somebody_else_has_is_not_taken()
    {
        var name = $"foreign-{mark}";
        var created = await containers.CreateAsync(
            name, null, new ContainerCreate(ContainerEngines.Image, Cmd: ["true"]), CancellationToken.None);
        var report = await bench.RunAsync(Named(bench.Shell("exit 0"), name));
        Assert.Equal((TaskState.NotStarted, FailureReason.Start), (report.State, report.Reason));
        Assert.Contains(name, report.Detail);
        Assert.NotNull(await containers.FindAsync(created.Id, CancellationToken.None));
        await containers.RemoveAsync(created.Id, force: true, volumes: true, CancellationToken.None);
    }

    [Fact]
    public async Task A_kept_container_is_started_again_unless_its_document_has_changed()
    {
        var name = $"kept-{mark}";
        TaskSpec Spec(string value)
        {
            var spec = Kept(bench.Shell("echo $$ of $VALUE; echo once >>/trace; wc -l </trace"), name);
            return spec with { Environment = new Dictionary<string, string> { ["VALUE"] = value }, WorkingDirectory = "/" };
        }

        var (first, second, third) = (Spec("one"), Spec("one"), Spec("two"));
        Assert.Equal("1", (await bench.OutputAsync(first))[^1]);
        var before = await containers.FindAsync(name, CancellationToken.None);
        await bench.Runtime.ForgetAsync([first.Ref], CancellationToken.None);
        var lines = await bench.OutputAsync(second);
        Assert.Equal("2", lines[^1]);
        Assert.True(lines.Length == 2 || !TellsStartsApart, string.Join('|', lines));
        Assert.Equal(before!.Id, (await containers.FindAsync(name, CancellationToken.None))!.Id);
        Assert.Equal("1", (await bench.OutputAsync(third))[^1]);
        Assert.NotEqual(before.Id, (await containers.FindAsync(name, CancellationToken.None))!.Id);
        await bench.Runtime.ReleaseAsync(third.Container!.Project, ReleasedVolumes.All, CancellationToken.None);
        Assert.Null(await containers.FindAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task A_container_that_somebody_removes_is_lost()
    {
        var spec = bench.Shell("echo ready; exec sleep 1000");
        await bench.StartAsync(spec);
        await bench.LineAsync(spec, "ready");
        await containers.RemoveAsync(spec.Container!.Name, force: true, volumes: true, CancellationToken.None);
        var report = await bench.FinalAsync(spec);

        // Removing kills first, and that may be seen before the rest.
        Assert.True(report.Reason == FailureReason.Lost || report.Signal == 9, report.ToString());
    }

    [Fact]
    public async Task An_image_that_is_not_here_is_said_so()
    {
        var spec = bench.Shell("exit 0");
        spec = With(spec, container => container with { Image = new ContainerImage("dxflow-no-such-image:1", PullPolicy.Never) });
        var report = await bench.RunAsync(spec);
        Assert.Equal((TaskState.NotStarted, FailureReason.Image), (report.State, report.Reason));
        Assert.Contains("dxflow-no-such-image:1", report.Detail);
    }

    [Fact]
    public async Task Containers_of_one_network_reach_each_other_by_name_and_others_do_not()
    {
        const string Serve = "import http.server as h; h.HTTPServer(('', 8000), h.SimpleHTTPRequestHandler).serve_forever()";
        const string Ask = "import urllib.request as u; print(u.urlopen('http://server:8000/', timeout=3).status)";
        var (near, far) = (new NetworkSpec("near", $"near-{mark}"), new NetworkSpec("far", $"far-{mark}"));
        TaskSpec In(TaskSpec spec, string service, NetworkSpec network) => With(
            spec with
            {
                Container = spec.Container! with
                {
                    Service = service,
                    Project = spec.Container.Project with { Networks = [near, far] },
                },
            },
            container => container with { Networking = new ContainerNetworking(Networks: [new NetworkAttachment(network.Name)]) });

        var server = In(bench.Spec("/usr/bin/python3", "-c", Serve), "server", near);
        await bench.StartAsync(server);
        var asking = $"for i in 1 2 3 4 5 6 7 8 9 10; do python3 -c \"{Ask}\" && exit 0; sleep 0.5; done; exit 1";
        var report = await bench.RunAsync(In(bench.Shell(asking), "near", near));
        Assert.Equal(0, report.Exit);
        Assert.NotEqual(0, (await bench.RunAsync(In(bench.Spec("/usr/bin/python3", "-c", Ask), "far", far))).Exit);
        var fault = await Assert.ThrowsAsync<Fault>(
            () => bench.Runtime.ReleaseAsync(server.Container!.Project, ReleasedVolumes.None, CancellationToken.None));
        Assert.Equal(FaultKind.Conflict, fault.Info.Code);
        await bench.StopAsync(server, graceSeconds: 0);
        await bench.FinalAsync(server);
        await bench.Runtime.ForgetAsync([server.Ref], CancellationToken.None);
        await bench.Runtime.ReleaseAsync(server.Container!.Project, ReleasedVolumes.None, CancellationToken.None);
        Assert.Null(await new NetworkCalls(api).FindAsync(near.Name, CancellationToken.None));
    }

    [Fact]
    public async Task A_volume_is_shared_and_goes_when_it_is_released()
    {
        var (kept, run) = (new VolumeSpec("kept", $"kept-{mark}"), new VolumeSpec("run", $"run-{mark}", RunOnly: true));
        TaskSpec On(TaskSpec spec) => With(
            spec with { Container = spec.Container! with { Project = spec.Container.Project with { Volumes = [kept, run] } } },
            container => container with
            {
                Mounts = [new ContainerMount("volume", kept.Name, "/kept"), new ContainerMount("volume", run.Name, "/run-only")],
            });
        var writer = On(bench.Shell("echo shared >/kept/file"));
        await bench.OutputAsync(writer);
        var reader = On(bench.Shell("cat /kept/file"));
        Assert.Equal(["shared"], await bench.OutputAsync(reader));
        await bench.Runtime.ForgetAsync([writer.Ref, reader.Ref], CancellationToken.None);
        var volumes = new VolumeCalls(api);
        await bench.Runtime.ReleaseAsync(writer.Container!.Project, ReleasedVolumes.None, CancellationToken.None);
        Assert.NotNull(await volumes.FindAsync(kept.Name, CancellationToken.None));
        Assert.Null(await volumes.FindAsync(run.Name, CancellationToken.None));
        await bench.Runtime.ReleaseAsync(writer.Container!.Project, ReleasedVolumes.All, CancellationToken.None);
        Assert.Null(await volumes.FindAsync(kept.Name, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_crash_left_between_making_a_container_and_recording_it_goes_with_its_volumes()
    {
        var (spec, volumes) = (bench.Shell("exit 0"), new VolumeCalls(api));
        var before = (await volumes.ListAsync(CancellationToken.None)).Select(static one => one.Name).Order().ToList();
        var made = await containers.CreateAsync(
            $"crashed-{mark}",
            null,
            new ContainerCreate(
                ContainerEngines.Image,
                Cmd: ["true"],
                Labels: new Dictionary<string, string> { [Labels.Attempt] = spec.Id.ToString() },
                HostConfig: new HostConfig(Mounts: [new MountRequest("volume", "/nameless")])),
            CancellationToken.None);
        Assert.Equal(before.Count + 1, (await volumes.ListAsync(CancellationToken.None)).Count);

        var report = (await bench.Runtime.FindAsync([spec.Ref], CancellationToken.None))[0];

        Assert.Equal((TaskState.NotStarted, FailureReason.None), (report.State, report.Reason));
        Assert.Null(await containers.FindAsync(made.Id, CancellationToken.None));
        Assert.Equal(before, (await volumes.ListAsync(CancellationToken.None)).Select(static one => one.Name).Order());
    }

    [Fact]
    public async Task Configs_and_secrets_are_files_with_their_mode_and_owner()
    {
        var source = Path.Join(bench.Home, "secret");
        await File.WriteAllTextAsync(source, "hidden\n");
        const string Script = "cat /etc/app/config /run/secrets/key; stat -c '%a %u:%g' /run/secrets/key";
        var spec = With(bench.Shell(Script), container => container with
        {
            Files =
            [
                new ContainerFile("config", "/etc/app/config", Content: "plain\n"),
                new ContainerFile("key", "/run/secrets/key", source, Uid: "1000", Gid: "1001", Mode: Convert.ToInt32("400", 8)),
            ],
        });
        Assert.Equal(["plain", "hidden", "400 1000:1001"], await bench.OutputAsync(spec));
    }

    [Fact]
    public async Task A_published_udp_port_is_reached_from_the_host()
    {
        using var free = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)free.Client.LocalEndPoint!).Port;
        free.Close();
        const string Echo =
            "import socket as s; u = s.socket(s.AF_INET, s.SOCK_DGRAM); u.bind(('', 7000)); print('ready', flush=True)\n"
            + "while True: d, a = u.recvfrom(99); u.sendto(b'got ' + d, a)";
        var spec = With(bench.Spec("/usr/bin/python3", "-c", Echo), container => container with
        {
            Networking = new ContainerNetworking(Ports: [new PublishedPort(7000, $"{port}", "127.0.0.1", "udp")]),
        });
        await bench.StartAsync(spec);
        await bench.LineAsync(spec, "ready");
        using var client = new UdpClient("127.0.0.1", port);
        using var patience = new CancellationTokenSource(RuntimeBench.Patience);
        var answer = client.ReceiveAsync(patience.Token).AsTask();
        while (!answer.IsCompleted)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes("it"), patience.Token);
            await Task.WhenAny(answer, Task.Delay(200, patience.Token));
        }

        Assert.Equal("got it", Encoding.ASCII.GetString((await answer).Buffer));
    }

    [Fact]
    public async Task A_paused_task_stands_still_until_it_is_resumed()
    {
        var spec = bench.Shell("echo ready; while [ ! -e go ]; do sleep 0.05; done; exit 8");
        await bench.StartAsync(spec);
        await bench.LineAsync(spec, "ready");
        await bench.Runtime.PauseAsync([spec.Ref], CancellationToken.None);
        Assert.Equal("paused", (await containers.FindAsync(spec.Container!.Name, CancellationToken.None))!.State!.Status);
        RuntimeBench.Touch(spec, "go");
        await bench.Runtime.ResumeAsync([spec.Ref], CancellationToken.None);
        Assert.Equal(8, (await bench.FinalAsync(spec)).Exit);
    }

    [Fact]
    public async Task A_daemon_that_is_killed_and_comes_back_loses_no_line_and_no_end()
    {
        var spec = bench.Shell("seq 1 1000; echo ready; while [ ! -e go ]; do sleep 0.05; done; seq 1001 1500; exit 7");
        await bench.StartAsync(spec);
        await bench.LineAsync(spec, "ready");
        await Engine.KillAsync();
        if (!DiesWithTheDaemon)
        {
            RuntimeBench.Touch(spec, "go");
        }

        await Engine.StartAsync();
        var report = await bench.FinalAsync(spec);
        var lines = (await bench.LogsAsync(spec)).Select(line => line.Text).ToList();
        Assert.Equal(Enumerable.Range(1, 1000).Select(number => $"{number}").Append("ready"), lines.Take(1001));
        if (DiesWithTheDaemon)
        {
            Assert.Equal((TaskState.Lost, FailureReason.Lost, 1001), (report.State, report.Reason, lines.Count));
        }
        else
        {
            Assert.Equal((TaskState.Exited, 7), (report.State, report.Exit));
            Assert.Equal(Enumerable.Range(1001, 500).Select(number => $"{number}"), lines.Skip(1001));
        }
    }

    private static TaskSpec With(TaskSpec spec, Func<ContainerSpec, ContainerSpec> change) =>
        spec with { Container = spec.Container! with { Spec = change(spec.Container.Spec) } };

    private static TaskSpec Named(TaskSpec spec, string name) => spec with { Container = spec.Container! with { Name = name } };

    private static TaskSpec Kept(TaskSpec spec, string name) =>
        spec with { Container = spec.Container! with { Name = name, Kept = true, Instance = 1, Places = [] } };
}

[Collection(ContainerCollection.Name)]
public sealed class DockerRuntimeTests(ContainerEngines engines) : ContainerRuntimeCases
{
    private protected override bool DiesWithTheDaemon => true;

    private protected override bool TellsStartsApart => true;

    private protected override Task<ContainerEngine> EngineAsync() => engines.DockerAsync();

    [Fact]
    public async Task Exec_has_a_terminal_of_a_size_and_another_user()
    {
        const string Script = "while [ \"$(stty size)\" != '33 99' ]; do sleep 0.05; done; id -u; tty";
        var spec = Bench.Shell("echo ready; exec sleep 1000");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        await using var session = await Bench.Runtime.ExecAsync(
            spec.Ref,
            new ExecSpec(["/bin/sh", "-c", Script], Terminal: new TerminalSize(20, 40), User: "1234"),
            CancellationToken.None);
        session.Resize(new TerminalSize(33, 99));
        using var reader = new StreamReader(session.Output);
        var text = await reader.ReadToEndAsync().WaitAsync(RuntimeBench.Patience);
        Assert.Contains("1234\r\n/dev/pts/", text);
        Assert.Equal(0, await session.Exited.WaitAsync(RuntimeBench.Patience));
    }
}

[Collection(ContainerCollection.Name)]
public sealed class PodmanRuntimeTests(ContainerEngines engines) : ContainerRuntimeCases
{
    private protected override bool DiesWithTheDaemon => false;

    private protected override bool TellsStartsApart => false;

    private protected override Task<ContainerEngine> EngineAsync() => engines.PodmanAsync();
}
