using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Platform;

[Collection(ContainerCollection.Name)]
public sealed class EngineListTests(ContainerEngines engines)
{
    [Fact]
    public async Task A_machine_without_container_engines_has_none_and_says_so()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var list = (await home.Run("platform", "list", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["docker", "podman"], list.Select(static one => one.GetProperty("name").GetString()));
        Assert.All(list, static one => Assert.False(one.GetProperty("listens").GetBoolean()));
        (await home.Run("platform", "container", "list")).Expect(5).Complains("no container engine listens at");
        (await home.Run("platform", "info", "--on", "podman")).Expect(5).Complains("out of reach");
    }

    [Fact]
    public async Task Both_engines_are_listed_with_what_they_are_and_the_first_is_meant()
    {
        await using var home = new Home();
        home.Variables["DOCKER_HOST"] = (await engines.DockerAsync()).Address;
        home.Variables["CONTAINER_HOST"] = (await engines.PodmanAsync()).Address;
        await using var engine = await home.Boot();
        var list = (await home.Run("platform", "list", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["Docker", "Podman"], list.Select(static one => one.GetProperty("product").GetString()));
        Assert.Equal([true, false], list.Select(static one => one.GetProperty("default").GetBoolean()));
        Assert.All(list, static one => Assert.Contains('.', one.GetProperty("version").GetString()!));
        Assert.Equal("docker", (await home.Run("platform", "info", "-o", "json")).Expect(0).Json.GetProperty("name").GetString());
        var podman = (await home.Run("platform", "info", "--on", "podman", "-o", "json")).Expect(0).Json;
        Assert.Equal("Podman", podman.GetProperty("product").GetString());
        Assert.True(podman.GetProperty("cpus").GetInt32() > 0);
    }

    [Fact]
    public async Task Contexts_of_Docker_are_listed_and_the_one_in_use_is_followed()
    {
        await using var home = new Home();
        var address = (await engines.DockerAsync()).Address;
        var folder = Path.Combine(home.Path, "docker-config");
        home.Variables["DOCKER_CONFIG"] = folder;
        home.Variables["DOCKER_HOST"] = null;
        Context("own", $$"""
            { "Name": "own", "Metadata": { "Description": "ours" }, "Endpoints": { "docker": { "Host": "{{address}}" } } }
            """);
        Context("bad", "{");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "config.json"), """{ "currentContext": "own" }""", TestContext.Current.CancellationToken);
        await using var engine = await home.Boot();
        var items = (await home.Run("platform", "context", "list", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(static each => each.GetProperty("name").GetString()!);
        Assert.Equal(3, items.Count);
        Assert.True(items["own"].GetProperty("current").GetBoolean() && items["own"].GetProperty("used").GetBoolean());
        Assert.Equal(address, items["own"].GetProperty("endpoint").GetString());
        Assert.Equal("ours", items["own"].GetProperty("description").GetString());
        Assert.False(items["default"].GetProperty("used").GetBoolean());
        Assert.Single(items.Values, static each => each.TryGetProperty("problem", out var why) && why.GetString() is not null);
        Assert.Equal(address, (await home.Run("platform", "info", "-o", "json")).Expect(0).Json.GetProperty("address").GetString());

        void Context(string name, string text)
        {
            var hash = Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
            var directory = Directory.CreateDirectory(Path.Combine(folder, "contexts", "meta", hash)).FullName;
            File.WriteAllText(Path.Combine(directory, "meta.json"), text);
        }
    }

    [Fact]
    public async Task Help_and_completion_know_three_words()
    {
        await using var home = new Home();
        (await home.Run("platform", "image", "--help")).Expect(0).Says("usage: dxflow platform image COMMAND").Says("  pull ");
        (await home.Run("platform", "--help")).Expect(0).Says("  image pull ");
        (await home.Run("complete", "--", "platform", "con")).Expect(0).Says("container");
        (await home.Run("complete", "--", "platform", "container", "un")).Expect(0).Says("unpause");
        (await home.Run("platform", "image", "pul", "x")).Expect(2).Complains("dxflow platform image pull");
    }

    [Fact]
    public async Task A_key_without_platform_may_do_nothing_here()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        using var client = SocketClient.Of(home);
        var document = await client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken);
        using var parsed = System.Text.Json.JsonDocument.Parse(document);
        var operations = parsed.RootElement.GetProperty("paths").EnumerateObject()
            .Where(static path => path.Name.StartsWith("/api/platform", StringComparison.Ordinal))
            .SelectMany(static path => path.Value.EnumerateObject()).ToList();
        Assert.True(operations.Count > 35, $"{operations.Count}");
        Assert.All(operations, static one => Assert.Contains("PLATFORM", one.Value.GetRawText()));
    }
}
