using System.Text;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Network;

/// <summary>A home whose engine listens on ports that were free, a key that may look at everything, and curl for both ports.</summary>
internal sealed class NetworkHome : IAsyncDisposable
{
    private Support.Engine _engine = null!;

    public Home Home { get; } = new();

    public string Http { get; private set; } = "";

    public string Https { get; private set; } = "";

    public string Authority => Path.Combine(Home.Path, "ca.pem");

    public string Key => Path.Combine(Home.Path, "keys/alice.pem");

    public Curl Clear => new(Home, Http);

    public Curl Secure => new(Home, Https, "--cacert", Authority);

    public static async Task<NetworkHome> Boot(params string[] further)
    {
        var network = new NetworkHome();
        network._engine = await network.Home.Boot(["--http", "0", "--https", "0", .. further]);
        var addresses = (await network.Home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("addresses");
        (network.Http, network.Https) = (addresses[0].GetString()!, addresses[1].GetString()!);
        await Tool.Run("curl", "", "-sS", network.Http + "/api/engine/ca", "-o", network.Authority);
        (await network.Home.Run("key", "generate", "alice")).Expect(0);
        (await network.Home.Run("key", "register", Path.Combine(network.Home.Path, "keys/alice.pub"), "-p", "WORKFLOW")).Expect(0);
        return network;
    }

    /// <summary>A home without an engine, whose key is a master's here, so that it may run processes on an engine of root.</summary>
    public async Task<Home> Client()
    {
        var client = new Home();
        (await client.Run("key", "generate", "bob")).Expect(0);
        (await Home.Run("key", "register", Path.Combine(client.Path, "keys/bob.pub"), "-p", "MASTER")).Expect(0);
        client.Variables["DXFLOW_CONFIG_CONNECTION_KEY"] = Path.Combine(client.Path, "keys/bob.pem");
        return client;
    }

    /// <summary>SHA-256 of the certificate that the server shows, as openssl sees it.</summary>
    public async Task<string> CertificateSeen()
    {
        var shown = await Tool.Text("openssl", "", "s_client", "-connect", new Uri(Https).Authority);
        var fingerprint = await Tool.Text("openssl", shown, "x509", "-noout", "-fingerprint", "-sha256");
        return fingerprint.Split('=')[1].Trim().Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    /// <summary>Kills the engine; another takes its home and its addresses.</summary>
    public async Task Crash()
    {
        await _engine.Crash();
        await _engine.DisposeAsync();
        _engine = await Home.Boot("--http", new Uri(Http).Authority, "--https", new Uri(Https).Authority);
    }

    /// <summary>Starts the workflow <c>work</c>, whose service <c>keep</c> stays up, and gives a token for all that can be done.</summary>
    public async Task<string> StartKeep()
    {
        var file = Home.Write("work.yaml", """
            name: work
            services:
              keep:
                command: ["sleep", "600"]
            """);
        (await Home.Run("run", "-d", file)).Expect(0);
        await Home.Until("work", "services", "keep", "running");
        return (await Home.Run("engine", "token", "-o", "json")).Expect(0).Json.GetProperty("token").GetString()!;
    }

    /// <summary>What curl prints of an answer: status line, headers, body.</summary>
    public Task<string> Raw(string url, params string[] options) =>
        Tool.Text("curl", "", ["-sS", "-i", "--cacert", Authority, url, .. options]);

    /// <summary>Bytes to the clear port, and all that comes back until the engine closes.</summary>
    public async Task<string> Converse(byte[] bytes)
    {
        using var client = new System.Net.Sockets.TcpClient();
        using var late = new CancellationTokenSource(Home.Patience);
        await client.ConnectAsync("127.0.0.1", new Uri(Http).Port, late.Token);
        await client.GetStream().WriteAsync(bytes, late.Token);
        using var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer, late.Token);
        }
        catch (IOException)
        {
            // Closed with a reset: what came before it counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        // What was started here would outlive its engine.
        await Home.Run("boot", "down", "--stop", "--yes", "--quiet");
        await _engine.DisposeAsync();
        await Home.DisposeAsync();
    }
}
