using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Images made by the builder of an engine.</summary>
internal sealed class BuildCalls(EngineApi api)
{
    private const string ConfigHeader = "X-Registry-Config";
    private const string BuildKit = "2";

    private static readonly JsonTypeInfo<IReadOnlyDictionary<string, string>> Texts = ApiJson.Default.IReadOnlyDictionaryStringString;

    private readonly ImageCalls images = new(api);

    public async IAsyncEnumerable<ProgressLine> BuildAsync(
        BuildRequest build, HttpContent archive, [EnumeratorCancellation] CancellationToken cancel)
    {
        var trace = new BuildTrace();
        var what = build.Tags is [var name, ..] ? $"build of {name}" : "build";
        await foreach (var line in images.ProgressAsync(OpenAsync(build, archive, cancel), what, cancel))
        {
            foreach (var told in line.Aux?.Trace is { } bytes ? trace.Lines(bytes) : [line])
            {
                yield return told;
            }
        }
    }

    private async Task<Stream> OpenAsync(BuildRequest build, HttpContent archive, CancellationToken cancel)
    {
        var query = build.Tags.Aggregate(new ApiQuery("/build"), static (query, tag) => query.With("t", tag))
            .With("dockerfile", build.Dockerfile).With("target", build.Target).With("remote", build.Remote)
            .With("buildargs", Map(build.Arguments, Texts)).With("labels", Map(build.Labels, Texts)).With("nocache", build.Fresh)
            .With("pull", build.Pull).With("platform", build.Platform).With("rm", true).With("forcerm", true)
            .With("networkmode", build.Network).With("shmsize", build.ShmSizeBytes).With("cachefrom", List(build.CacheFrom))
            .With("version", build.Session is null ? null : BuildKit).With("session", build.Session)
            .With("secrets", List([.. build.Secrets?.Select(static pair => $"id={pair.Key},src={pair.Value}") ?? []]))
            .With("additionalbuildcontexts", Map(build.Contexts, ApiJson.Default.IReadOnlyDictionaryStringBuildContext));
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
            build.Logins.Count == 0 || build.Session is not null ? null : new Dictionary<string, string>
            {
                [ConfigHeader] = ImageCalls.Encoded(
                    JsonSerializer.SerializeToUtf8Bytes(build.Logins, ApiJson.Default.IReadOnlyDictionaryStringRegistryLogin)),
            },
            cancel);
    }

    private static string? List(IReadOnlyList<string>? list) => list is null or { Count: 0 }
        ? null
        : JsonSerializer.Serialize(list, ApiJson.Default.IReadOnlyListString);

    private static string? Map<T>(IReadOnlyDictionary<string, T>? map, JsonTypeInfo<IReadOnlyDictionary<string, T>> type) =>
        map is null or { Count: 0 } ? null : JsonSerializer.Serialize(map, type);
}
