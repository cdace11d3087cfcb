using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Dxflow.Sdk;
using Xunit;

namespace Dxflow.EndToEnd.Clients;

/// <summary>The generated client in C# against the published engine: over its socket, and over TLS with a key.</summary>
public sealed class CSharpClientTests
{
    private const string Compose = """
        name: sdk
        x-workflow: { inputs: { text: { type: file } }, outputs: { copy: "{{ steps.copy.outputs.copy }}" } }
        services:
          copy:
            x-step:
              inputs: { text: "{{ workflow.inputs.text }}" }
              outputs: { copy: { type: file, path: outputs/copy } }
              script: |
                cat "$DXFLOW_INPUT_TEXT" > outputs/copy
                echo copied
        """;

    [Fact]
    public async Task A_workflow_lives_through_the_client_over_the_socket()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        using var client = DxflowClient.Local(Path.Combine(home.Path, "engine.sock"));
        await Live(client);
    }

    [Fact]
    public async Task A_key_signs_in_over_TLS_and_an_unknown_authority_is_not_talked_to()
    {
        await using var network = await NetworkHome.Boot();
        await using var bob = await network.Client();
        var key = await File.ReadAllTextAsync(Path.Combine(bob.Path, "keys/bob.pem"));
        using var authority = X509CertificateLoader.LoadCertificateFromFile(network.Authority);
        using var client = DxflowClient.Remote(new Uri(network.Https), "bob", key, authority);
        await Live(client);

        await Talk(client);
        using var trusting = DxflowClient.Remote(new Uri(network.Https), "bob", key);
        Assert.Equal("unavailable", (await Assert.ThrowsAsync<DxflowException>(() => trusting.Workflow.ListAsync())).Code);
        using var nobody = DxflowClient.Remote(new Uri(network.Https), _ => ValueTask.FromResult("dxflow_x"), authority);
        Assert.Equal("unauthenticated", (await Assert.ThrowsAsync<DxflowException>(() => nobody.Workflow.ListAsync())).Code);
        Assert.Throws<ArgumentException>(() => DxflowClient.Remote(new Uri("http://192.0.2.1:3935"), "bob", key));
    }

    /// <summary>Both ways at once: what is sent to a program beside a service comes back.</summary>
    private static async Task Talk(DxflowClient client)
    {
        var text = "name: serve\nservices: { hold: { command: [sleep, \"600\"] } }\n";
        var document = new DocumentBundle(
            "/nowhere", [new BundleDocument("serve.yaml", "/nowhere/serve.yaml")],
            new Dictionary<string, string> { ["/nowhere/serve.yaml"] = text });
        await client.Workflow.CreateAsync(new CreateWorkflow(document));
        await client.Workflow.StartAsync(new StartWorkflow("serve"));
        await foreach (var change in client.Workflow.EventsAsync(new ReadEvents("serve", Follow: true)))
        {
            if (change is { Step: "hold", State: "running" })
            {
                break;
            }
        }

        var (echo, exit) = (new StringBuilder(), default(int?));
        await foreach (var output in client.Workflow.ExecAsync(new ExecInStep("serve", "hold", ["cat"], Interactive: true), Typed()))
        {
            echo.Append(Encoding.UTF8.GetString(output.Bytes));
            exit ??= output.Exit;
        }

        Assert.Equal(("typed", 0), (echo.ToString(), exit));
        await client.Workflow.RemoveAsync(new RemoveWorkflow("serve", Stop: true));

        static async IAsyncEnumerable<ExecInput> Typed()
        {
            yield return new ExecInput("typed"u8.ToArray());
            await Task.Yield();
            yield return new ExecInput(End: true);
        }
    }

    private static async Task Live(DxflowClient client)
    {
        var document = new DocumentBundle(
            "/nowhere", [new BundleDocument("compose.yaml", "/nowhere/compose.yaml")],
            new Dictionary<string, string> { ["/nowhere/compose.yaml"] = Compose });
        var created = await client.Workflow.CreateAsync(new CreateWorkflow(document));
        Assert.Equal((1, CreateResultValues.Created), (created.Revision, created.Result));

        using var content = new MemoryStream(Encoding.UTF8.GetBytes("hello"));
        var sent = await client.Artifact.UploadAsync(new UploadArtifact("hello.txt"), content);
        var started = await client.Workflow.StartAsync(
            new StartWorkflow("sdk", new Dictionary<string, string> { ["text"] = "@" + sent.Reference }));
        var events = new List<RunEventInfo>();
        await foreach (var change in client.Workflow.EventsAsync(new ReadEvents("sdk", Follow: true)))
        {
            events.Add(change);
        }

        Assert.Equal(RunStatusValues.Succeeded, (await client.Workflow.WaitAsync(new WaitForRun("sdk"))).State);
        var later = new List<RunEventInfo>();
        await foreach (var change in client.Workflow.EventsAsync(new ReadEvents("sdk"), events[^2].Sequence))
        {
            later.Add(change);
        }

        Assert.Equal(events[^1], Assert.Single(later));
        var outputs = await client.Workflow.OutputsAsync(new ReadOutputs("sdk", started.Run.Number));
        var reference = outputs.Values.GetProperty("copy").GetProperty("reference").GetString()!;
        using var reader = new StreamReader(await client.Artifact.DownloadAsync(new DownloadArtifact(reference)));
        Assert.Equal("hello", await reader.ReadToEndAsync());

        var missing = await Assert.ThrowsAsync<DxflowException>(() => client.Workflow.ShowAsync(new ShowWorkflow("absent")));
        Assert.Equal(("missing", true), (missing.Code, missing.Hint is not null));
        var text = "services: { a: { imagee: x } }";
        var wrong = document with { Files = new Dictionary<string, string> { ["/nowhere/compose.yaml"] = text } };
        var invalid = await client.Workflow.ValidateAsync(new ValidateWorkflow(wrong));
        Assert.Contains(invalid.Problems, problem => problem is { Line: 1, Warning: false });
        Assert.Equal("invalid", (await Assert.ThrowsAsync<DxflowException>(() => client.Workflow.ShowAsync(new ShowWorkflow("..")))).Code);
    }
}
