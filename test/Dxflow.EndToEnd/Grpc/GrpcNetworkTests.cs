using System.Text.Json;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Http.Listening;
using Xunit;

namespace Dxflow.EndToEnd.Grpc;

/// <summary>The port of HTTPS, which speaks gRPC to who asks for it: who may, and what is told to whom.</summary>
public sealed class GrpcNetworkTests
{
    [Fact]
    public async Task Who_is_known_is_let_in_as_far_as_the_token_goes()
    {
        await using var network = await NetworkHome.Boot();
        var token = (await network.Home.Run("engine", "token", "--permissions", "WORKFLOW,READ_ONLY", "-o", "json"))
            .Expect(0).Json.GetProperty("token").GetString()!;
        var results = await At(network, token).Calls(
            new GrpcCall("dxflow.v1.Engine/Info"),
            new GrpcCall("dxflow.v1.Workflow/List"),
            new GrpcCall("dxflow.v1.Workflow/Remove", GrpcCallTests.Name("x")),
            new GrpcCall("dxflow.v1.Key/List"),
            new GrpcCall("dxflow.v1.Workflow/Nope"));
        Assert.Equal([0, 0, 7, 7, 12], results.Select(static result => result.Code));
        Assert.Equal("FORBIDDEN", results[2].Reason);
        Assert.Contains("READ_ONLY", results[2].Text);
    }

    [Fact]
    public async Task Nobody_gets_health_and_what_is_public_and_no_more()
    {
        await using var network = await NetworkHome.Boot();
        var results = await At(network, null).Calls(
            new GrpcCall("grpc.health.v1.Health/Check"),
            new GrpcCall("grpc.health.v1.Health/Watch", CancelAfter: 1),
            new GrpcCall("dxflow.v1.Auth/Challenge"),
            new GrpcCall("dxflow.v1.Engine/Ca"),
            new GrpcCall("dxflow.v1.Engine/Ping"));
        Assert.Equal([0, 1, 0, 0, 16], results.Select(static result => result.Code));
        Assert.Equal("UNAUTHENTICATED", results[4].Reason);
        Assert.Equal(16, (await At(network, null).Reflected("v1"))[0].Code);
        Assert.Equal(16, (await At(network, "dx1.no.token").Call(new GrpcCall("dxflow.v1.Engine/Ping"))).Code);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task An_engine_tells_a_client_without_any_file_what_it_speaks(string version)
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var results = await GrpcClient.At(home).Reflected(
            version,
            new GrpcCall("dxflow.v1.Workflow/Show", GrpcCallTests.Name("nope")),
            new GrpcCall("grpc.health.v1.Health/Check"),
            new GrpcCall("dxflow.v1.Engine/Ping"));
        Assert.Equal([0, 5, 0, 0], results.Select(static result => result.Code));
        var names = results[0].Json.GetProperty("names").EnumerateArray().Select(static name => name.GetString());
        Assert.Equal(
            [
                .. Catalog.Operations.All.Select(static operation => $"dxflow.v1.{ProtoNames.Service(operation)}").Distinct(),
                "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
            ],
            names);
    }

    [Fact]
    public async Task A_compiler_takes_the_file_and_makes_of_it_what_the_engine_tells()
    {
        await using var home = new Home();
        var file = home.Write("dxflow.proto", ProtoFiles.Text(ProtoFiles.EngineName));
        foreach (var name in (string[])
            ["dxflow.proto", "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto", "google/protobuf/struct.proto",
                "google/protobuf/timestamp.proto", "google/protobuf/duration.proto"])
        {
            var set = Path.Combine(home.Path, "set");
            await Tool.Run(
                "protoc", "", "-I" + Path.GetDirectoryName(file), "-I" + GrpcClient.Protocol, "--descriptor_set_out=" + set, name);
            var compiled = await File.ReadAllBytesAsync(set, TestContext.Current.CancellationToken);
            var ours = DescriptorWriter.Write(name, ProtoParser.Parse(ProtoFiles.Text(name)));

            // A set is a message that holds each file in its field 1.
            Assert.Equal(0x0A, compiled[0]);
            Assert.Equal(compiled[^ours.Length..], ours.ToArray());
        }
    }

    [Fact]
    public async Task One_connection_may_ask_for_so_much_and_no_more()
    {
        await using var network = await NetworkHome.Boot();
        var script = Path.Combine(Home.Repository, "test/Dxflow.EndToEnd/Node/bounds.cjs");
        var told = JsonDocument.Parse(await Tool.Text("node", "", script, network.Https, network.Authority)).RootElement;
        Assert.Equal(Http2Bounds.StreamsMax, told.GetProperty("maxConcurrentStreams").GetInt32());
        Assert.Equal(Http2Bounds.HeadBytesMax, told.GetProperty("maxHeaderListSize").GetInt32());
        Assert.Contains(told.GetProperty("afterwards").ToString(), (string[])["200", "ended", "refused", "closed"]);
        Assert.NotEqual("200", told.GetProperty("long").ToString());
        Assert.Equal(200, told.GetProperty("other").GetInt32());
    }

    private static GrpcClient At(NetworkHome network, string? token) =>
        new(new Uri(network.Https).Authority, network.Authority, token);
}
