using System.Net;
using Dxflow.Runtimes.Containers.Api;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Api;

public sealed class EngineRefusalTests
{
    private const string Id = "49dad6ec1140642632b6c298fff94f56ea70d2f7d5a7bf4c6de3c0a5bdf74fbb";

    [Fact]
    public void What_a_killed_engine_left_half_done_is_known_by_its_words()
    {
        var inStorage = $"container create: creating container storage: the container name \"half\" is already in use by {Id}. "
            + "You have to remove that container to be able to reuse that name: that name is already in use";
        Assert.Equal(Id, EngineRefusal.HalfMade(Refused(500, inStorage)));
        Assert.Null(EngineRefusal.HalfMade(Refused(409, inStorage)));
        Assert.Null(EngineRefusal.HalfMade(Refused(500, "container create: no such image")));
        Assert.True(EngineRefusal.IsHalfStarted(Refused(500, $"task {Id}: already exists: unknown")));
        Assert.True(EngineRefusal.IsHalfStarted(
            Refused(500, "runc: runc create failed: container with given ID already exists: OCI runtime error")));
        Assert.True(EngineRefusal.IsHalfStarted(Refused(500, $"crun: container `{Id}` already exists: OCI runtime error")));
        Assert.False(EngineRefusal.IsHalfStarted(Refused(500, "network shop already exists")));
    }

    [Fact]
    public void What_a_network_without_root_needs_is_said()
    {
        const string Words = "/usr/bin/slirp4netns failed: \"open(\\\"/dev/net/tun\\\"): Permission denied\"";
        Assert.Contains("network_mode: none", EngineRefusal.HintOf(Refused(500, Words)));
        Assert.Null(EngineRefusal.HintOf(Refused(500, "no such network")));
    }

    [Fact]
    public void A_removal_that_somebody_else_asked_for_is_known_by_its_words()
    {
        Assert.True(EngineRefusal.IsBeingRemoved(Refused(409, $"removal of container {Id} is already in progress")));
        Assert.False(EngineRefusal.IsBeingRemoved(Refused(409, $"container {Id} is running")));
    }

    [Fact]
    public void Containers_that_share_with_one_that_is_to_go_are_known_by_its_words()
    {
        var (one, other) = (new string('a', 64), new string('b', 64));
        var words = $"container {Id} has dependent containers which must be removed before it: {one}, {other}: container already exists";
        Assert.Equal([one, other], EngineRefusal.Dependents(Refused(500, words)));
        Assert.Equal([one], EngineRefusal.Dependents(Refused(409, words.Replace($", {other}", "", StringComparison.Ordinal))));
        Assert.Empty(EngineRefusal.Dependents(Refused(409, $"container {Id} is running")));
    }

    [Theory]
    [InlineData(503, "busy", true)]
    [InlineData(500, "connection error: desc = \"transport: error while dialing\": unavailable", true)]
    [InlineData(500, "failed to dial \"/run/containerd/containerd.sock\"", true)]
    [InlineData(500, "exec: \"nothing\": executable file not found", false)]
    [InlineData(404, "no such image: unavailable", false)]
    public void An_engine_that_cannot_reach_what_is_below_it_is_asked_again(int status, string words, bool isOfTheEngine) =>
        Assert.Equal(isOfTheEngine, EngineRefusal.IsOfTheEngine(Refused(status, words)));

    [Theory]
    [InlineData(500, "GET /containers/c/json", true)]
    [InlineData(404, "GET /containers/c/json", false)]
    [InlineData(500, "POST /containers/c/start", false)]
    [InlineData(500, "GET /images/i/json", false)]
    public void A_look_at_a_container_that_fails_is_taken_again(int status, string what, bool isAgain) =>
        Assert.Equal(isAgain, EngineRefusal.IsOfTheEngine(EngineRefusal.ToFault((HttpStatusCode)status, "read: no such process", what)));

    private static Exception Refused(int status, string words) =>
        EngineRefusal.ToFault((HttpStatusCode)status, words, "POST /containers/create");
}
