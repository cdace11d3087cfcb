using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Containers;

/// <summary>One document that is up as the workflow <c>case</c>, and what a test asks of it.</summary>
internal sealed class ComposeCase : IAsyncDisposable
{
    private readonly PlatformHome _platform;
    private readonly Support.Engine _engine;
    private readonly string _ask;

    private ComposeCase(PlatformHome platform, Support.Engine engine, string ask) => (_platform, _engine, _ask) = (platform, engine, ask);

    public Home Home => _platform.Home;

    public static async Task<ComposeCase> Of(
        ContainerEngines engines, string name, string document, string ask, (string Name, string Text)[] files)
    {
        var platform = await PlatformHome.Of(engines, name);
        var up = new ComposeCase(platform, await platform.Home.Boot(), ask);
        foreach (var (path, text) in files)
        {
            platform.Home.Write(path, text);
        }

        (await platform.Home.Run(
            "run", platform.Home.Write("compose.yaml", document), "--name", "case", "--detach", "--runtime", name)).Expect(0);
        return up;
    }

    public Task Running(string service) => Home.Until("case", "services", service, "running");

    public async Task<Outcome> Exec(string service, params string[] command)
    {
        await Running(service);
        return await Home.Run(["workflow", "exec", "case", service, "--", .. command]);
    }

    /// <summary>What a service of that name answers to another, once it listens.</summary>
    public async Task<string> AskedFrom(string service, string target)
    {
        await Running(service);
        var answer = "";
        await Home.Until(
            async () =>
            {
                var said = await Home.RunWith(_ask, "workflow", "exec", "-i", "case", service, "--", "python3", "-", target);
                answer = said.Output.Trim();
                return said.Exit == 0;
            },
            $"{target} to answer {service}");
        return answer;
    }

    /// <summary>States of a service's containers.</summary>
    public async Task<List<string>> States(string service) =>
        [.. (await _platform.Run("platform", "container", "list", "--all", "--project", "case", "-o", "json")).Expect(0).Json
            .GetProperty("items").EnumerateArray()
            .Where(each => each.GetProperty("name").GetString()!.StartsWith($"case-{service}-", StringComparison.Ordinal))
            .Select(static each => each.GetProperty("state").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
