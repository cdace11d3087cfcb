using System.Security.Cryptography;
using System.Text;
using Dxflow.Runtimes.Containers;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers;

public sealed class DockerContextsTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dxflow-contexts-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void The_context_in_use_says_where_docker_is()
    {
        Write("config.json", """{ "auths": {}, "currentContext": "own" }""");
        Add("own", "unix:///own.sock");
        Add("lab", "tcp://10.0.0.7:2375");
        Add("far", "ssh://me@far");
        Assert.Equal("unix:///own.sock", Found());
        Assert.Equal("tcp://10.0.0.7:2375", Found(("DOCKER_CONTEXT", "lab")));
        Assert.Equal("unix:///given.sock", EngineSockets.Docker("unix:///given.sock", Variables()));
        Assert.Equal("unix:///variable.sock", EngineSockets.Docker(null, Variables(("DOCKER_HOST", "unix:///variable.sock"))));
        Assert.Equal("unix:///own.sock", EngineSockets.Docker(null, Variables()));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("far")]
    [InlineData("secured")]
    [InlineData("nobody")]
    [InlineData("../../../etc")]
    public void What_is_no_address_of_ours_leaves_the_usual_places(string context)
    {
        Add("far", "ssh://me@far");
        Add("secured", "tcp://10.0.0.7:2376");
        Directory.CreateDirectory(Path.Join(_home, ".docker", "contexts", "tls", Hash("secured")));
        Assert.Null(Found(("DOCKER_CONTEXT", context)));
    }

    [Fact]
    public void Files_that_are_none_are_passed_over()
    {
        Assert.Null(Found());
        Write("config.json", "{ not json");
        Assert.Null(Found());
        Write("config.json", """{ "currentContext": ["own"] }""");
        Assert.Null(Found());
    }

    private string? Found(params (string Name, string Value)[] more) => DockerContexts.Address(Variables(more));

    private Func<string, string?> Variables(params (string Name, string Value)[] more) => name =>
        name == "HOME" ? _home : more.FirstOrDefault(one => one.Name == name).Value;

    private void Add(string name, string host) => Write(
        Path.Join("contexts", "meta", Hash(name), "meta.json"),
        $$"""{ "Name": "{{name}}", "Endpoints": { "docker": { "Host": "{{host}}" } } }""");

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private void Write(string file, string text)
    {
        var path = Path.Join(_home, ".docker", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
