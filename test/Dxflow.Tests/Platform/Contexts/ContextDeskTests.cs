using Dxflow.Platform.Contexts;
using Xunit;

namespace Dxflow.Tests.Platform.Contexts;

public sealed class ContextDeskTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dxflow-desk-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void The_one_that_is_used_is_told_from_the_one_that_is_chosen()
    {
        var directory = Directory.CreateDirectory(Path.Join(_home, "contexts", "meta", Hash("far"))).FullName;
        File.WriteAllText(
            Path.Join(directory, "meta.json"), """{ "Name": "far", "Endpoints": { "docker": { "Host": "ssh://far" } } }""");
        Assert.Equal([("default", false, true), ("far", true, false)], Of(null, ("DOCKER_CONTEXT", "far")));
        File.WriteAllText(
            Path.Join(directory, "meta.json"), """{ "Name": "far", "Endpoints": { "docker": { "Host": "tcp://far:1" } } }""");
        Assert.Equal([("default", false, false), ("far", true, true)], Of(null, ("DOCKER_CONTEXT", "far")));
        Assert.Equal([("default", true, true), ("far", false, false)], Of(null));
        Assert.Equal([("default", true, false), ("far", false, false)], Of("unix:///said.sock"));
        Assert.Equal([("default", true, false), ("far", false, false)], Of(null, ("DOCKER_HOST", "tcp://x:1")));
    }

    private List<(string, bool, bool)> Of(string? setting, params (string Name, string Value)[] more) =>
    [
        .. new ContextDesk(setting, name => name == "DOCKER_CONFIG" ? _home : more.FirstOrDefault(one => one.Name == name).Value)
            .List().Items.Select(static each => (each.Name, each.Current, each.Used)),
    ];

    private static string Hash(string name) => Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
}
