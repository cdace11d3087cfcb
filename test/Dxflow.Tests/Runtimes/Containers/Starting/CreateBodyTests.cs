using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Starting;

public sealed class CreateBodyTests
{
    private static readonly ApiVersion Version = ApiVersion.Of("1.41");

    [Fact]
    public void What_is_not_given_is_not_sent() => Assert.Equal(
        """{"Image":"image","Env":["DXFLOW_ATTEMPT=1","DXFLOW_ATTEMPT_ID=0123456789abcdef-0-0-1"]"""
        + ""","Cmd":["run"],"WorkingDir":"/","HostConfig":{"Init":true}}""",
        Body(Spec()));

    [Theory]
    [InlineData(null, null, "[\"a\",\"b\"]")]
    [InlineData(0, "[\"\"]", "[\"a\",\"b\"]")]
    [InlineData(1, "[\"a\"]", "[\"b\"]")]
    [InlineData(2, "[\"a\",\"b\"]", null)]
    public void The_first_arguments_are_the_entrypoint(int? count, string? entrypoint, string? command)
    {
        var body = JsonDocument.Parse(Body(Spec() with { Command = ["a", "b"], Entrypoint = count })).RootElement;
        Assert.Equal(entrypoint, body.TryGetProperty("Entrypoint", out var first) ? first.GetRawText() : null);
        Assert.Equal(command, body.TryGetProperty("Cmd", out var rest) ? rest.GetRawText() : null);
    }

    [Fact]
    public void A_tmpfs_and_an_anonymous_volume_have_all_that_is_written()
    {
        var body = Body(Spec(new ContainerSpec(new ContainerImage("image"), Mounts:
        [
            new ContainerMount("tmpfs", null, "/a", ReadOnly: true, TmpfsSizeBytes: 64, TmpfsMode: 493, TmpfsOptions: "noexec,uid=5"),
            new ContainerMount("tmpfs", null, "/b", TmpfsSizeBytes: 32),
            new ContainerMount("volume", null, "/c", Labels: new Dictionary<string, string> { ["l"] = "v" }),
        ])));
        Assert.Contains("\"Tmpfs\":{\"/a\":\"ro,size=64,mode=755,noexec,uid=5\"}", body);
        Assert.Contains("\"Target\":\"/b\",\"TmpfsOptions\":{\"SizeBytes\":32}", body);
        Assert.Contains("\"VolumeOptions\":{\"Labels\":{\"l\":\"v\"}}", body);
    }

    [Fact]
    public void Ports_networks_and_limits_are_where_the_api_has_them()
    {
        var body = Body(Spec(new ContainerSpec(
            new ContainerImage("image"),
            Networking: new ContainerNetworking(
                Networks: [new NetworkAttachment("first", ["also"]), new NetworkAttachment("second")],
                Ports: [new PublishedPort(80, "8080", "127.0.0.1"), new PublishedPort(80), new PublishedPort(53, "53", null, "udp")],
                Expose: ["90-91"]),
            Limits: new ContainerLimits(Pids: 5, Ulimits: [new ContainerUlimit("nofile", 1, 2)])))
            with
        { Limits = new TaskLimits(0.5, 1_000) });
        Assert.Contains("\"ExposedPorts\":{\"53/udp\":{},\"80/tcp\":{},\"90/tcp\":{},\"91/tcp\":{}}", body);
        Assert.Contains("\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8080\"},{\"HostIp\":\"\",\"HostPort\":\"\"}]", body);
        Assert.Contains("\"NetworkMode\":\"first\"", body);
        Assert.Contains("\"EndpointsConfig\":{\"first\":{\"Aliases\":[\"also\",\"service\"]}}", body);
        Assert.Contains("\"Memory\":1000,\"PidsLimit\":5,\"NanoCpus\":500000000", body);
        Assert.Contains("\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":1,\"Hard\":2}]", body);
    }

    [Fact]
    public void Links_are_those_of_each_network_and_where_there_are_none_names_of_the_other()
    {
        static ContainerSpec Linked(string? mode = null) => new(new ContainerImage("image"), Networking: new ContainerNetworking(
            mode, mode is null ? [new NetworkAttachment("first", Linked: ["database"])] : null, Links: ["p-db-1:database"]));
        Assert.Contains(
            "\"EndpointsConfig\":{\"first\":{\"Aliases\":[\"service\"],\"Links\":[\"p-db-1:database\"]}}", Body(Spec(Linked())));
        Assert.DoesNotContain("\"HostConfig\":{\"Links\"", Body(Spec(Linked())));
        Assert.Contains("\"Links\":[\"p-db-1:database\"]", Body(Spec(Linked("bridge"))));
        Assert.Contains(
            "\"EndpointsConfig\":{\"first\":{\"Aliases\":[\"service\",\"database\"]}}",
            JsonSerializer.Serialize(CreateBody.Of(Spec(Linked()), ApiVersion.Of("1.41", "4.3.1")), ApiJson.Default.ContainerCreate));
    }

    [Fact]
    public void Others_are_told_how_it_is_stopped() => Assert.Contains(
        "\"StopSignal\":\"SIGINT\",\"StopTimeout\":3",
        Body(Spec(new ContainerSpec(new ContainerImage("image"), StopSignal: "SIGINT", StopSeconds: 3))));

    [Fact]
    public void Mounts_take_the_form_that_can_say_them()
    {
        var body = Body(Spec(new ContainerSpec(
            new ContainerImage("image"),
            Mounts:
            [
                new ContainerMount("bind", "/made", "/a", ReadOnly: true, CreateHostPath: true),
                new ContainerMount("bind", "/there", "/b"),
                new ContainerMount("volume", "name", "/c", NoCopy: true),
                new ContainerMount("tmpfs", null, "/d", TmpfsSizeBytes: 9),
            ])));
        Assert.Contains("\"Binds\":[\"/made:/a:ro\"]", body);
        Assert.Contains("{\"Type\":\"bind\",\"Target\":\"/b\",\"Source\":\"/there\"}", body);
        Assert.Contains("{\"Type\":\"volume\",\"Target\":\"/c\",\"Source\":\"name\",\"VolumeOptions\":{\"NoCopy\":true}}", body);
        Assert.Contains("{\"Type\":\"tmpfs\",\"Target\":\"/d\",\"TmpfsOptions\":{\"SizeBytes\":9}}", body);
    }

    [Fact]
    public void A_check_of_the_image_is_taken_away_where_the_document_says_so()
    {
        Assert.DoesNotContain("Healthcheck", Body(Spec()), StringComparison.Ordinal);
        Assert.Contains(
            "\"Healthcheck\":{\"Test\":[\"NONE\"]}", Body(Spec(new ContainerSpec(new ContainerImage("image"), HealthcheckOff: true))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_changes_with_the_document_and_not_with_the_attempt()
    {
        static string Hash(TaskSpec spec) => ConfigHash.Of(spec, each => CreateBody.Of(each, Version));
        var spec = Spec() with { Environment = new Dictionary<string, string> { ["A"] = "1", ["DXFLOW_RUN"] = "1" } };
        Assert.Equal(Hash(spec), Hash(spec with { Environment = new Dictionary<string, string> { ["DXFLOW_RUN"] = "2", ["A"] = "1" } }));
        Assert.Equal(Hash(spec), Hash(spec with { Id = spec.Id with { Attempt = 2 } }));
        Assert.NotEqual(Hash(spec), Hash(spec with { Command = ["other"] }));
        Assert.NotEqual(Hash(spec), Hash(spec with { Environment = new Dictionary<string, string> { ["A"] = "2" } }));
    }

    [Fact]
    public void Labels_are_composes_own_and_ours()
    {
        var labels = StartLabels.Of(Spec(), "hash", "sha256:1", "engine");
        Assert.Equal(
            ("project", "service", "1", "False", "hash", "0123456789abcdef"),
            (labels[Labels.Project], labels[Labels.Service], labels[Labels.Instance], labels[Labels.OneOff], labels[Labels.ConfigHash],
                labels[Labels.Run]));
        Assert.Equal("engine", labels[Labels.Engine]);
    }

    private static string Body(TaskSpec spec) =>
        JsonSerializer.Serialize(CreateBody.Of(spec, Version), ApiJson.Default.ContainerCreate);

    private static TaskSpec Spec(ContainerSpec? container = null) => new(
        new AttemptId("0123456789abcdef", 0, 0, 1), "name", "/attempt", "/", ["run"], new Dictionary<string, string>(), new TaskLimits(),
        new ContainerTask(
            container ?? new ContainerSpec(new ContainerImage("image")), new ProjectSpec("project", "/p", ["/p/compose.yaml"], [], []),
            "name", "service", 1, new Dictionary<string, string>(), [], Kept: false));
}
