using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Starting;

public sealed class HostPathsTests : IDisposable
{
    private readonly TemporaryDirectory _host = new();

    public HostPathsTests()
    {
        Directory.CreateDirectory(_host.File("open/inner"));
        Directory.CreateDirectory(_host.File("closed"));
        Directory.CreateSymbolicLink(_host.File("open/link"), _host.File("open/inner"));
        Directory.CreateSymbolicLink(_host.File("open/out"), _host.File("closed"));
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_link_is_followed_and_what_it_leads_to_is_given()
    {
        var settled = HostPaths.Settled(Task(new ContainerMount("bind", _host.File("open/link"), "/x")));

        Assert.Equal(_host.File("open/inner"), Assert.Single(settled.Container!.Spec.Mounts!).Source);
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_at_the_start_too()
    {
        var task = Task(new ContainerMount("bind", _host.File("open/out"), "/x"));

        Assert.Equal(FaultKind.Forbidden, Assert.Throws<Fault>(() => HostPaths.Settled(task)).Info.Code);
    }

    [Fact]
    public void So_are_a_file_and_a_volume_that_is_a_directory_of_the_host()
    {
        var file = Task() with { };
        file = file with
        {
            Container = file.Container! with
            {
                Spec = file.Container.Spec with { Files = [new ContainerFile("c", "/c", Source: _host.File("closed"))] },
            },
        };
        Assert.Throws<Fault>(() => HostPaths.Settled(file));

        var volume = Task();
        volume = volume with
        {
            Container = volume.Container! with
            {
                Project = volume.Container.Project with
                {
                    Volumes =
                    [
                        new VolumeSpec("v", "p_v", DriverOptions: new Dictionary<string, string> { ["device"] = _host.File("closed") }),
                    ],
                },
            },
        };
        Assert.Throws<Fault>(() => HostPaths.Settled(volume));
    }

    [Fact]
    public void What_an_image_is_built_from_is_followed_too()
    {
        var reach = new HostReach([_host.File("open")], []);
        var build = new ImageBuild(_host.File("open/link"), _host.File("open/link/Dockerfile"));
        Assert.Equal(
            (_host.File("open/inner"), _host.File("open/inner/Dockerfile")),
            (HostPaths.Settled(build, reach).Context, HostPaths.Settled(build, reach).Dockerfile));

        Assert.Throws<Fault>(() => HostPaths.Settled(build with { Context = _host.File("open/out") }, reach));
        Assert.Throws<Fault>(() => HostPaths.Settled(build with { Dockerfile = _host.File("open/out/Dockerfile") }, reach));
        Assert.Equal("https://x", HostPaths.Settled(new ImageBuild("https://x"), reach).Context);

        var given = new ImageBuild(
            "https://x",
            Secrets: [new ContainerFile("s", "s", _host.File("open/link/s")), new ContainerFile("t", "t", Content: "t")],
            AdditionalContexts: new Dictionary<string, string> { ["near"] = _host.File("open/link"), ["far"] = "docker-image://x" });
        var settled = HostPaths.Settled(given, reach);
        Assert.Equal([_host.File("open/inner/s"), null], settled.Secrets!.Select(static file => file.Source));
        Assert.Equal([_host.File("open/inner"), "docker-image://x"], settled.AdditionalContexts!.Values);
        Assert.Throws<Fault>(() => HostPaths.Settled(
            given with { Secrets = [new ContainerFile("s", "s", _host.File("open/out"))] }, reach));
        Assert.Throws<Fault>(() => HostPaths.Settled(
            given with { AdditionalContexts = new Dictionary<string, string> { ["x"] = _host.File("open/out") } }, reach));
    }

    [Fact]
    public void Who_may_have_any_path_is_given_it_as_it_stands()
    {
        var task = Task(new ContainerMount("bind", _host.File("open/out"), "/x"));
        var free = task with { Container = task.Container! with { Project = task.Container.Project with { Reach = null } } };

        Assert.Same(free, HostPaths.Settled(free));
    }

    private TaskSpec Task(params ContainerMount[] mounts) => new(
        new AttemptId("r", 0, 0, 1), "a", "/a", "", [], new Dictionary<string, string>(), new TaskLimits(),
        new ContainerTask(
            new ContainerSpec(new ContainerImage("x"), Mounts: mounts),
            new ProjectSpec("p", "/p", [], [], [], new HostReach([_host.File("open")], [])),
            "p-a-1", "a", 1, new Dictionary<string, string>(), [], Kept: true));
}
