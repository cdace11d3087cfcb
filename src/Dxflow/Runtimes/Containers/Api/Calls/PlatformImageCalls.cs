using System.Text.Json;
using Dxflow.Runtimes.Containers.Api.Answers;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>One step of a removal: a name, or an image or layer.</summary>
internal sealed record ImageRemoved(string? Untagged = null, string? Deleted = null);

/// <summary>What a registry said to a login; a token, where it gives one, stands for the password from then on.</summary>
internal sealed record LoginAnswer(string? Status = null, string? IdentityToken = null);

/// <summary>What is done with images and registries beyond what tasks need.</summary>
internal sealed class PlatformImageCalls(EngineApi api)
{
    private readonly ImageCalls images = new(api);

    public Task TagAsync(string image, ImageReference name, CancellationToken cancel) => api.DoAsync(
        HttpMethod.Post,
        new ApiQuery($"/images/{Segment(image)}/tag").With("repo", name.Name).With("tag", name.Tag).ToString(), null, cancel);

    public async Task<IReadOnlyList<ImageRemoved>> RemoveAsync(string image, bool force, CancellationToken cancel)
    {
        await using var answer = await api.StreamAsync(
            HttpMethod.Delete, new ApiQuery($"/images/{Segment(image)}").With("force", force).ToString(), null, null, cancel);
        return await JsonSerializer.DeserializeAsync(answer, ApiJson.Default.IReadOnlyListImageRemoved, cancel) ?? [];
    }

    /// <summary>Without a login the engine still wants the header: an empty one.</summary>
    public IAsyncEnumerable<ProgressLine> PushAsync(ImageReference image, RegistryLogin? login, CancellationToken cancel) =>
        images.ProgressAsync(
            api.StreamAsync(
                HttpMethod.Post, new ApiQuery($"/images/{Segment(image.Name)}/push").With("tag", image.Tag).ToString(), null,
                ImageCalls.Headers(login ?? new RegistryLogin()), cancel),
            $"push of {image}",
            cancel);

    public IAsyncEnumerable<ProgressLine> LoadAsync(HttpContent archive, CancellationToken cancel) => images.ProgressAsync(
        api.StreamAsync(HttpMethod.Post, "/images/load?quiet=1", archive, null, cancel), "load", cancel);

    public Task<Stream> SaveAsync(IEnumerable<string> names, CancellationToken cancel) => api.StreamAsync(
        HttpMethod.Get,
        names.Aggregate(new ApiQuery("/images/get"), static (query, name) => query.With("names", name)).ToString(), null, null, cancel);

    /// <summary>The engine asks the registry. Unauthenticated (401): it says no.</summary>
    public Task<LoginAnswer> LoginAsync(RegistryLogin login, CancellationToken cancel) => api.PostAsync(
        "/auth", login, ApiJson.Default.RegistryLogin, ApiJson.Default.LoginAnswer, cancel);
}
