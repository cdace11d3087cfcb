using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Fuzzing;

/// <summary>
/// Everything the API says it has, asked for wrongly. An engine that answers with an error of its own, that ends, or that no longer
/// answers well afterwards, has failed.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>A workflow that is there, so that requests get further than its name.</summary>
    internal const string Workflow = "there";

    // An engine that ends, as it was asked to, and one that waits as long as it was asked to.
    private static readonly string[] Spared = ["boot.down", "engine.restart", "workflow.wait"];
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Nothing_that_is_asked_wrongly_is_an_error_of_the_engine()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("there.yaml", $"name: {Workflow}\nservices: {{ a: {{ command: [\"true\"], x-step: {{}} }} }}\n");
        (await home.Run("run", file)).Expect(0);

        using var client = SocketClient.Of(home);
        var document = JsonDocument.Parse(await client.GetStringAsync("/api/openapi.json")).RootElement;
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(
            method => new FuzzOperation(document, path.Name, method.Name, method.Value))).ToList();
        var (sent, refused, wrong) = (0, 0, new List<string>());
        foreach (var operation in operations.Where(static one => !Spared.Contains(one.Id)).OrderByDescending(static one => one.Reads))
        {
            foreach (var (what, request) in operation.Requests())
            {
                var status = await StatusAsync(client, request);

                // No container engine is there, and that is what it says.
                status = status == 503 && operation.Id.StartsWith("platform.", StringComparison.Ordinal) ? 404 : status;
                (sent, refused) = (sent + 1, refused + (status is >= 400 and < 500 ? 1 : 0));
                if (status >= 500)
                {
                    wrong.Add($"{operation.Id}: {what}: {status}");
                }
            }
        }

        output.WriteLine($"{operations.Count} operations, {sent} requests, {refused} refused");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(50)) + "\n" + engine.Output);
        Assert.True(refused > sent / 4 && sent > 20 * operations.Count, $"{sent} requests, {refused} refused: too kind");
        (await home.Run("engine", "healthcheck")).Expect(0);
        (await home.Run("run", file)).Expect(0);
    }

    /// <summary>The status; 0 if the engine cut the connection instead of reading on; 200 for what has begun and goes on.</summary>
    private static async Task<int> StatusAsync(HttpClient client, HttpRequestMessage request)
    {
        using var late = new CancellationTokenSource(Enough);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            return (int)answer.StatusCode;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return 200;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
