using System.Net;

namespace Dxflow.Artifacts.Fetching;

/// <summary>
/// Brings what lies at an address into the store. 1 What the store has under the checksum is not fetched. 2 Each host on the way, also
/// after a redirect, passes <see cref="GuardedDial"/>; it is always https, with the system's trust, without proxies, cookies or names.
/// 3 What comes has to have the checksum that was given. A directory comes as an archive. All that can go wrong is an
/// <see cref="IOException"/> that can be told to whoever named the address.
/// </summary>
internal sealed class UrlFetch : IDisposable
{
    private const int RedirectsMax = 5;
    private const int HeadKibibytesMax = 64;
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HeadMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WholeMax = TimeSpan.FromHours(6);

    private readonly FetchRules _rules;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    public UrlFetch(FetchRules rules, TimeProvider time, GuardedDial? dial = null)
    {
        (_rules, _time) = (rules, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectMax,
            MaxResponseHeadersLength = HeadKibibytesMax,
            ConnectCallback = (dial ?? new GuardedDial(rules)).ConnectAsync,
        });
    }

    public async Task<Artifact> FetchAsync(SourceUrl url, ArtifactKind kind, string name, ArtifactStore store, CancellationToken cancel)
    {
        if (url.Sha256 is { } known && await KnownAsync(known, kind, name, store, cancel) is { } found)
        {
            return found;
        }

        using var late = new CancellationTokenSource(WholeMax, _time);
        using var answer = await AskAsync(url.Address, cancel);
        await using var come = new FetchedContent(await answer.Content.ReadAsStreamAsync(cancel), _rules.BytesMax, _time, late.Token);
        await using var content = new HashedContent(come);
        var added = kind == ArtifactKind.Dir
            ? await store.AddArchiveAsync(content, name, cancel)
            : await store.AddStreamAsync(content, name, cancel: cancel);
        var sha256 = await content.Sha256Async(cancel);
        return url.Sha256 is null || url.Sha256 == sha256 ? added
            : throw new IOException($"its sha256 is {sha256}, and {url.Sha256} was expected");
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Artifact?> KnownAsync(
        string sha256, ArtifactKind kind, string name, ArtifactStore store, CancellationToken cancel)
    {
        var file = await store.FindAsync(new Artifact(sha256, ArtifactKind.File, name, 0), renew: true, cancel);
        if (file is null || kind == ArtifactKind.File)
        {
            return file;
        }

        await using var archive = store.OpenRead(file);
        return await store.AddArchiveAsync(archive, name, cancel);
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken cancel)
    {
        for (var redirects = 0; ; redirects++)
        {
            var answer = await SendAsync(address, cancel);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return answer.Content.Headers.ContentLength > _rules.BytesMax
                    ? throw Refused(answer, $"it has {answer.Content.Headers.ContentLength} bytes, and may have {_rules.BytesMax}")
                    : answer;
            }

            var next = (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 ? answer.Headers.Location : null;
            if (next is null)
            {
                throw Refused(answer, $"{address.Host} answers {(int)answer.StatusCode}");
            }

            if (redirects == RedirectsMax)
            {
                throw Refused(answer, $"it leads on more than {RedirectsMax} times");
            }

            var onward = new UriBuilder(new Uri(address, next)) { Fragment = "" }.Uri;
            address = SourceUrl.Refusal(onward) is { } refusal
                ? throw Refused(answer, $"it leads on to an address that is not taken: {refusal}") : onward;
            answer.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(HeadMax, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "User-Agent", "dxflow" } } };
        try
        {
            return await _http.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"{address.Host} does not answer");
        }
        catch (HttpRequestException failed)
        {
            // Why a connection was not made is told by what was thrown last.
            throw new IOException(failed.GetBaseException().Message, failed);
        }
    }

    private static IOException Refused(HttpResponseMessage answer, string why)
    {
        answer.Dispose();
        return new IOException(why);
    }
}
