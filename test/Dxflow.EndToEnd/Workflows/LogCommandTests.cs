using System.Globalization;
using System.Text.Json;
using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>What steps and services wrote, in every way in which it can be asked for: the same on every runtime.</summary>
[Collection(ContainerCollection.Name)]
public sealed class LogCommandTests(ContainerEngines engines)
{
    private const string Speak = """
        name: speak
        services:
          a:
            command: ["sh", "-c", "echo a1; sleep 2.2; echo a2 >&2; sleep 2.2; echo a3 $$HUSH_KEY; sleep 600"]
            environment: { HUSH_KEY: hunter2hunter }
          b:
            command: ["sh", "-c", "sleep 1.1; echo b1; sleep 2.2; echo b2 ERROR; sleep 600"]
        """;

    private const string Copies = """
        name: copies
        services:
          web:
            image: dxflow-test:1
            command: ["sh", "-c", "echo first; sleep 2.2; echo second >&2; exec sleep 600"]
            init: true
            deploy: { replicas: 2 }
        """;

    [Fact]
    public async Task Lines_of_processes_are_asked_for_by_time_text_and_number_and_have_one_order()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("speak.yaml", Speak), "--detach")).Expect(0);
        using var following = home.Start("workflow", "logs", "speak", "-f", "-o", "json");
        await Home.Until(async () => (await Texts(home, "speak")).Count == 5, "all to be said");

        Assert.Equal(["a1", "b1", "a2", "b2 ERROR", "a3 ***"], await Texts(home, "speak"));
        var followed = new List<string>();
        while (followed.Count < 5)
        {
            followed.Add(Text(JsonDocument.Parse((await following.StandardOutput.ReadLineAsync())!).RootElement));
        }

        following.Kill();
        Assert.Equal(["a1", "b1", "a2", "b2 ERROR", "a3 ***"], followed);
        Assert.Equal(["a2", "a3 ***"], await Texts(home, "speak", "a", "-n", "2"));
        Assert.Equal(["b2 ERROR"], await Texts(home, "speak", "--search", "error", "-i"));
        Assert.Empty(await Texts(home, "speak", "--search", "error"));
        Assert.Equal(["b1", "b2 ERROR"], await Texts(home, "speak", "--regex", "^b[0-9]", "b"));

        // What is hidden is not found, and what it is shown as is.
        Assert.Empty(await Texts(home, "speak", "--search", "hunter2"));
        Assert.Equal(["a3 ***"], await Texts(home, "speak", "--regex", "a3 \\*+$"));
        (await home.Run("workflow", "logs", "speak", "--regex", "(a)\\1")).Expect(2).Complains("regular expression");

        var times = (await home.Run("workflow", "logs", "speak", "-t")).Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ')[0]).ToList();
        Assert.Equal(["b1", "a2"], await Texts(home, "speak", "--since", times[1], "--until", times[2]));
        Assert.Equal(["a2"], await Texts(home, "speak", "--until", times[2], "-n", "1", "a"));
        Assert.Equal(5, (await Texts(home, "speak", "--since", "10m")).Count);
        Assert.Empty(await Texts(home, "speak", "--until", "10m"));
        (await home.Run("workflow", "stop", "speak")).Expect(0);
    }

    [Fact]
    public async Task So_many_searches_at_once_and_no_more()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("speak.yaml", Speak), "--detach")).Expect(0);
        await home.Until("speak", "services", "a", "running");
        using var client = SocketClient.Of(home);
        var open = new List<HttpResponseMessage>();
        for (var seat = 0; seat < 33; seat++)
        {
            open.Add(await client.GetAsync(
                "/api/workflows/speak/logs?search=a&follow=true", HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken));
        }

        Assert.Equal(Enumerable.Repeat(200, 32).Append(429), open.Select(static one => (int)one.StatusCode));
        (await home.Run("workflow", "logs", "speak", "--search", "a")).Expect(1).Complains("searches");
        (await home.Run("workflow", "logs", "speak")).Expect(0);
        open.ForEach(static one => one.Dispose());
        await Home.Until(async () => (await home.Run("workflow", "logs", "speak", "--search", "a")).Exit == 0, "a seat to be free");
        (await home.Run("workflow", "stop", "speak")).Expect(0);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Lines_of_containers_are_asked_for_in_the_same_way(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("copies.yaml", Copies), "--detach", "--runtime", name)).Expect(0);
        await Home.Until(async () => (await Texts(home, "copies")).Count == 4, "both to say both");

        Assert.Equal(["first", "first", "second", "second"], await Texts(home, "copies"));
        Assert.Equal(["first", "second"], await Texts(home, "copies", "web:2"));
        Assert.Equal(["second", "second"], await Texts(home, "copies", "-n", "1"));
        Assert.Equal(["second"], await Texts(home, "copies", "web:1", "--search", "sec"));
        (await home.Run("workflow", "logs", "copies")).Expect(0).Says("web | first").Says("web:2 | second");
        var said = (await home.Run("workflow", "logs", "copies", "-o", "json", "-n", "1")).Expect(0).Lines[0];
        var last = said.GetProperty("at").GetDateTimeOffset();
        var before = last.AddSeconds(-1).ToString("O", CultureInfo.InvariantCulture);
        Assert.Equal(["second", "second"], await Texts(home, "copies", "--since", before));
        Assert.Equal(["first", "first"], await Texts(home, "copies", "--until", before));
        (await home.Run("workflow", "remove", "copies", "--stop", "--yes")).Expect(0);
    }

    private static async Task<List<string>> Texts(Home home, params string[] words) =>
        [.. (await home.Run(["workflow", "logs", .. words, "-o", "json"])).Expect(0).Lines.Select(Text)];

    private static string Text(JsonElement line) => line.GetProperty("text").GetString()!;
}
