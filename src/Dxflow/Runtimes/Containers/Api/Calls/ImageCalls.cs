using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Images of one engine.</summary>
internal sealed class ImageCalls(EngineApi api)
{
    private const string LoginHeader = "X-Registry-Auth";

    public Task<IReadOnlyList<ImageListed>> ListAsync(CancellationToken cancel, bool all = false, params (string, string[])[] filters) =>
        api.GetAsync(
            new ApiQuery("/images/json").With("all", all).Where(filters).ToString(), ApiJson.Default.IReadOnlyListImageListed, cancel);

    /// <summary>Null: it is not here.</summary>
    public Task<ImageAnswer?> FindAsync(string image, CancellationToken cancel) =>
        api.FindAsync($"/images/{Segment(image)}/json", ApiJson.Default.ImageAnswer, cancel);

    /// <summary>Fetches an image; the progress is to be read to its end, and a failure is thrown from it.</summary>
    public IAsyncEnumerable<ProgressLine> PullAsync(
        ImageReference image, string? platform, RegistryLogin? login, CancellationToken cancel) => ProgressAsync(
        api.StreamAsync(
            HttpMethod.Post,
            new ApiQuery("/images/create").With("fromImage", image.Name).With("tag", image.Tag).With("platform", platform).ToString(),
            null,
            Headers(login),
            cancel),
        $"pull of {image}",
        cancel);

    /// <summary>Makes an image of a file tree (a tar archive).</summary>
    public IAsyncEnumerable<ProgressLine> ImportAsync(ImageReference image, HttpContent archive, CancellationToken cancel) => ProgressAsync(
        api.StreamAsync(
            HttpMethod.Post,
            new ApiQuery("/images/create").With("fromSrc", "-").With("repo", image.ToString()).ToString(),
            archive,
            null,
            cancel),
        $"import of {image}",
        cancel);

    /// <summary>Progress of whatever the engine does with images, told line by line; a line with an error is thrown.</summary>
    public async IAsyncEnumerable<ProgressLine> ProgressAsync(
        Task<Stream> opening, string what, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var line in api.LinesAsync(opening, ApiJson.Default.ProgressLine, cancel))
        {
            yield return line.Error is null ? line : throw EngineRefusal.ToFault(System.Net.HttpStatusCode.BadRequest, line.Error, what);
        }
    }

    public static IReadOnlyDictionary<string, string>? Headers(RegistryLogin? login) => login is null
        ? null
        : new Dictionary<string, string>
        {
            [LoginHeader] = Encoded(JsonSerializer.SerializeToUtf8Bytes(login, ApiJson.Default.RegistryLogin)),
        };

    /// <summary>Base64url with its padding: an engine that misses it takes the header for an empty one, and says nothing.</summary>
    public static string Encoded(byte[] json) => Convert.ToBase64String(json).Replace('+', '-').Replace('/', '_');
}
