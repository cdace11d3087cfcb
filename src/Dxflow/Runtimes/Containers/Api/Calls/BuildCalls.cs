using System.Text.Json;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Images made by the builder of an engine.</summary>
internal sealed class BuildCalls(EngineApi api)
{
    private const string ConfigHeader = "X-Registry-Config";

    private readonly ImageCalls images = new(api);

    public IAsyncEnumerable<ProgressLine> BuildAsync(BuildRequest build, HttpContent archive, CancellationToken cancel) =>
        images.ProgressAsync(
            OpenAsync(build, archive, cancel), build.Tags is [var name, ..] ? $"build of {name}" : "build", cancel);

    private async Task<Stream> OpenAsync(BuildRequest build, HttpContent archive, CancellationToken cancel)
    {
        var query = build.Tags.Aggregate(new ApiQuery("/build"), static (query, tag) => query.With("t", tag))
            .With("dockerfile", build.Dockerfile).With("target", build.Target).With("remote", build.Remote)
            .With("buildargs", Map(build.Arguments)).With("labels", Map(build.Labels)).With("nocache", build.Fresh)
            .With("pull", build.Pull).With("platform", build.Platform).With("rm", true).With("forcerm", true)
            .With("networkmode", build.Network).With("shmsize", build.ShmSizeBytes).With("cachefrom", List(build.CacheFrom));
        var (hosts, limits) = (build.ExtraHosts ?? [], build.Ulimits ?? []);
        if ((await api.VersionAsync(cancel)).Dialect.BuildsByTexts)
        {
            query.With("extrahosts", List(hosts))
                .With("ulimits", List([.. limits.Select(static each => $"{each.Name}={each.Soft}:{each.Hard}")]));
        }
        else
        {
            hosts.Aggregate(query, static (query, host) => query.With("extrahosts", host)).With(
                "ulimits", limits.Count == 0 ? null : JsonSerializer.Serialize(limits, ApiJson.Default.IReadOnlyListUlimitRequest));
        }

        return await api.StreamAsync(
            HttpMethod.Post,
            query.ToString(),
            archive,
            build.Logins.Count == 0 ? null : new Dictionary<string, string>
            {
                [ConfigHeader] = ImageCalls.Encoded(
                    JsonSerializer.SerializeToUtf8Bytes(build.Logins, ApiJson.Default.IReadOnlyDictionaryStringRegistryLogin)),
            },
            cancel);
    }

    private static string? List(IReadOnlyList<string>? list) => list is null or { Count: 0 }
        ? null
        : JsonSerializer.Serialize(list, ApiJson.Default.IReadOnlyListString);

    private static string? Map(IReadOnlyDictionary<string, string>? map) => map is null or { Count: 0 }
        ? null
        : JsonSerializer.Serialize(map, ApiJson.Default.IReadOnlyDictionaryStringString);
}
