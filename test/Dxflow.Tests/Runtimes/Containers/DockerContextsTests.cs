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

    [Fact]
    public void All_are_listed_with_what_keeps_us_from_using_them()
    {
        Write("config.json", """{ "currentContext": "lab" }""");
        Add("lab", "tcp://user:word@10.0.0.7:2375", "the \"lab\"");
        Add("far", "ssh://me@far");
        Add("secured", "tcp://10.0.0.7:2376");
        Directory.CreateDirectory(Path.Join(_home, ".docker", "contexts", "tls", Hash("secured")));
        Write(Path.Join("contexts", "meta", "0123456789abcdef", "meta.json"), """{ "Name": "elsewhere" }""");
        Write(Path.Join("contexts", "meta", "broken", "meta.json"), "{ password");
        Directory.CreateDirectory(Path.Join(_home, ".docker", "contexts", "meta", "empty"));

        var found = DockerContexts.List("unix:///usual.sock", Variables());

        Assert.Equal(["default", "broken", "elsewhere", "empty", "far", "lab", "secured"], found.Select(static each => each.Name));
        Assert.Equal(new DockerContext("default", "unix:///usual.sock", null, Current: false), found[0]);
        Assert.Equal(new DockerContext("lab", "tcp://user:***@10.0.0.7:2375", "the \"lab\"", Current: true), found[5]);
        Assert.Contains("no JSON", found[1].Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("password", found[1].Problem, StringComparison.Ordinal);
        Assert.Contains("no place", found[2].Problem, StringComparison.Ordinal);
        Assert.Contains("not there", found[3].Problem, StringComparison.Ordinal);
        Assert.Contains("ssh", found[4].Problem, StringComparison.Ordinal);
        Assert.Contains("TLS", found[6].Problem, StringComparison.Ordinal);
        Assert.Equal("tcp://user:word@10.0.0.7:2375", Found());
    }

    [Fact]
    public void What_is_chosen_and_not_there_and_a_file_that_is_none_are_told()
    {
        var gone = DockerContexts.List("u", Variables(("DOCKER_CONTEXT", "gone")));
        Assert.Equal([("default", false), ("gone", true)], gone.Select(static each => (each.Name, each.Current)));
        Assert.NotNull(gone[1].Problem);
        Assert.Equal([new DockerContext("default", "u", null, Current: true)], DockerContexts.List("u", Variables()));
        Write("config.json", "{ not json");
        var only = Assert.Single(DockerContexts.List("u", Variables()));
        Assert.Contains("config.json: it is no JSON", only.Problem, StringComparison.Ordinal);
        Assert.Equal([new DockerContext("default", "u", null, Current: true)], DockerContexts.List("u", static _ => null));
    }

    private string? Found(params (string Name, string Value)[] more) => DockerContexts.Address(Variables(more));

    private Func<string, string?> Variables(params (string Name, string Value)[] more) => name =>
        name == "HOME" ? _home : more.FirstOrDefault(one => one.Name == name).Value;

    private void Add(string name, string host, string about = "") => Write(
        Path.Join("contexts", "meta", Hash(name), "meta.json"),
        $$"""{ "Name": "{{name}}", {{Metadata(about)}} "Endpoints": { "docker": { "Host": "{{host}}" } } }""");

    private static string Metadata(string about) =>
        about == "" ? "" : $"\"Metadata\": {{ \"Description\": {System.Text.Json.Nodes.JsonValue.Create(about).ToJsonString()} }},";

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private void Write(string file, string text)
    {
        var path = Path.Join(_home, ".docker", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
