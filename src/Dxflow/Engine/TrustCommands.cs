using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Dxflow.Engine.Remote;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Client;

namespace Dxflow.Engine;

/// <summary>
/// <c>engine trust</c>: how an engine on the network becomes known.
/// <list type="number">
/// <item>Its authority's certificate is asked for, without trusting whoever answers: nothing else is sent.</item>
/// <item>Another key than the one that is known is refused, as is another than the owner was said to have.</item>
/// <item>Somebody compares the fingerprint with what its owner says.</item>
/// <item>The server has to be one of that authority's. Then it is kept.</item>
/// <item>Or it was given a certificate, which the system has to trust; then the engine's id is kept.</item>
/// </list>
/// </summary>
internal sealed class TrustCommands(Func<EngineRoute, CancellationToken, Task<string>> engineId)
{
    public IReadOnlyList<LocalCommand> Local =>
    [
        LocalCommand.Create<TrustEngine>(
            "engine.trust", "Trust an engine on the network from now on, by its key.", EngineJson.Default, TrustAsync,
            "dxflow engine trust https://engine.example:3936"),
    ];

    private async Task<int> TrustAsync(TrustEngine request, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        var url = RemoteDial.Parse(request.Url);
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            throw Fault.Invalid("Without TLS there is no key to trust.", "Give an address that begins with https://.");
        }

        // 1
        using var authority = await AuthorityAsync(url, cancel);
        var fingerprint = KnownEngines.FingerprintOf(authority);

        // 2
        var known = new KnownEngines(Home.Locate(context.Options.Home));
        using var before = known.Find(url);
        if (before is not null && KnownEngines.FingerprintOf(before) is var old && old != fingerprint && !request.Replace)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{request.Url} has the key {fingerprint} now; {old} is known.",
                $"If its owner says so: dxflow engine trust {request.Url} --replace");
        }

        if (request.Fingerprint is { } wanted && !wanted.Equals(fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{request.Url} has the key {fingerprint}, not {wanted}.",
                "Somebody else may answer there; do not go on.");
        }

        // 3
        if (request.Fingerprint is null
            && !await context.Questions.ConfirmAsync($"The engine's fingerprint is {fingerprint}. Does its owner say the same?", cancel))
        {
            throw new Fault(FaultKind.Cancelled, "Nothing was done.");
        }

        try
        {
            // 4
            await using var server = await new RemoteDial(url, authority).ConnectAsync(cancel);
            known.Keep(url, authority);
        }
        catch (Fault other) when (other.Info.Code == FaultKind.Forbidden)
        {
            // 5
            await KeepIdAsync(request, known, other, cancel);
        }

        await context.Output.ShowAsync(EngineJson.Default.TrustedEngine, new TrustedEngine(request.Url, fingerprint), cancel);
        return 0;
    }

    private async Task KeepIdAsync(TrustEngine request, KnownEngines known, Fault other, CancellationToken cancel)
    {
        var url = RemoteDial.Parse(request.Url);
        var dial = new RemoteDial(url, null);
        var id = string.Empty;
        try
        {
            id = await engineId(new EngineRoute(dial.Name, dial.Host, dial.ConnectAsync), cancel);
        }
        catch (Fault untrusted) when (untrusted.Info.Code == FaultKind.Forbidden)
        {
            throw other;
        }

        if (!request.Replace)
        {
            known.Check(url, id);
        }

        known.KeepId(url, id);
    }

    private static async Task<X509Certificate2> AuthorityAsync(Uri url, CancellationToken cancel)
    {
        var dial = new RemoteDial(url, null, isUnknown: true);
        var client = new EngineClient(new EngineRoute(dial.Name, dial.Host, dial.ConnectAsync));
        using var pem = new MemoryStream();
        var operation = EngineOperations.All.First(static each => each.Name == "engine.ca");
        await client.DownloadAsync(
            operation, JsonSerializer.SerializeToElement(new AuthorityRequest(), EngineJson.Default.AuthorityRequest), pem, cancel);
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem.ToArray()));
        }
        catch (CryptographicException strange)
        {
            throw new Fault(FaultKind.Unavailable, $"{url} answered with no certificate.", "Is something else listening there?", strange);
        }
    }
}
