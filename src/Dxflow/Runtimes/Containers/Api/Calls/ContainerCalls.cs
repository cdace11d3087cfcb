using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Requests;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Containers of one engine, each call as the API has it. A container is named by its id or its name.</summary>
internal sealed class ContainerCalls(EngineApi api)
{
    public Task<IReadOnlyList<ContainerListed>> ListAsync(CancellationToken cancel, bool all = true, params (string, string[])[] filters) =>
        api.GetAsync(
            new ApiQuery("/containers/json").With("all", all).Where(filters).ToString(),
            ApiJson.Default.IReadOnlyListContainerListed,
            cancel);

    /// <summary>Null: there is none.</summary>
    public Task<ContainerAnswer?> FindAsync(string container, CancellationToken cancel) =>
        api.FindAsync($"/containers/{Segment(container)}/json", ApiJson.Default.ContainerAnswer, cancel);

    /// <summary>Conflict (409): another container has the name.</summary>
    public Task<CreatedAnswer> CreateAsync(string name, string? platform, ContainerCreate body, CancellationToken cancel) => api.PostAsync(
        new ApiQuery("/containers/create").With("name", name).With("platform", platform).ToString(),
        body,
        ApiJson.Default.ContainerCreate,
        ApiJson.Default.CreatedAnswer,
        cancel);

    /// <summary>Starting what runs is no failure.</summary>
    public Task StartAsync(string container, CancellationToken cancel) => PostAsync(container, "start", cancel);

    public Task PauseAsync(string container, CancellationToken cancel) => PostAsync(container, "pause", cancel);

    public Task UnpauseAsync(string container, CancellationToken cancel) => PostAsync(container, "unpause", cancel);

    public Task KillAsync(string container, string signal, CancellationToken cancel) =>
        api.DoAsync(
            HttpMethod.Post, new ApiQuery($"/containers/{Segment(container)}/kill").With("signal", signal).ToString(), null, cancel);

    /// <summary>Stops it in the engine's way: its stop signal, then a kill. For a container that is no task.</summary>
    public Task StopAsync(string container, int? graceSeconds, CancellationToken cancel) =>
        api.DoAsync(
            HttpMethod.Post, new ApiQuery($"/containers/{Segment(container)}/stop").With("t", graceSeconds).ToString(), null, cancel);

    /// <summary>Conflict (409) for one that runs, unless forced. False: there is none.</summary>
    public async Task<bool> RemoveAsync(string container, bool force, bool volumes, CancellationToken cancel)
    {
        try
        {
            var path = new ApiQuery($"/containers/{Segment(container)}").With("force", force).With("v", volumes);
            await api.DoAsync(HttpMethod.Delete, path.ToString(), null, cancel);
            return true;
        }
        catch (Fault taken) when (EngineRefusal.IsBeingRemoved(taken))
        {
            await GoneAsync(container, cancel);
            return true;
        }
        catch (Fault missing) when (EngineRefusal.StatusOf(missing) == 404)
        {
            return false;
        }
    }

    private async Task GoneAsync(string container, CancellationToken cancel)
    {
        try
        {
            await api.DoAsync(HttpMethod.Post, $"/containers/{Segment(container)}/wait?condition=removed", null, cancel);
        }
        catch (Fault missing) when (EngineRefusal.StatusOf(missing) == 404)
        {
            // It is.
        }
    }

    /// <summary>Puts a tar archive's files into a container, running or not.</summary>
    public Task UploadAsync(string container, string directory, HttpContent archive, CancellationToken cancel) =>
        api.DoAsync(
            HttpMethod.Put, new ApiQuery($"/containers/{Segment(container)}/archive").With("path", directory).ToString(), archive, cancel);

    /// <summary>What lies at a path of a container, running or not, as a tar archive. Missing (404): nothing does.</summary>
    public Task<Stream> DownloadAsync(string container, string path, CancellationToken cancel) =>
        api.StreamAsync(
            HttpMethod.Get, new ApiQuery($"/containers/{Segment(container)}/archive").With("path", path).ToString(), null, null, cancel);

    /// <summary>One look; null for what does not run.</summary>
    public Task<StatsAnswer?> StatsAsync(string container, CancellationToken cancel) =>
        api.FindAsync(
            new ApiQuery($"/containers/{Segment(container)}/stats").With("stream", "false").With("one-shot", "true").ToString(),
            ApiJson.Default.StatsAnswer,
            cancel);

    /// <summary>
    /// What it wrote, to be taken apart with <see cref="FrameReader"/>; <paramref name="since"/> as seconds, with a fraction.
    /// </summary>
    public Task<Stream> LogsAsync(
        string container, bool follow, string? since, CancellationToken cancel, bool timestamps = true, int? tail = null) =>
        api.StreamAsync(
            HttpMethod.Get,
            new ApiQuery($"/containers/{Segment(container)}/logs").With("stdout", true).With("stderr", true).With("follow", follow)
                .With("timestamps", timestamps).With("since", since).With("tail", tail).ToString(),
            null,
            null,
            cancel);

    /// <summary>What happens to containers from now on, until the stream is given up.</summary>
    public IAsyncEnumerable<EventAnswer> EventsAsync(Task<Stream> opening, CancellationToken cancel) =>
        api.LinesAsync(opening, ApiJson.Default.EventAnswer, cancel);

    public Task<Stream> OpenEventsAsync(CancellationToken cancel) =>
        api.StreamAsync(HttpMethod.Get, new ApiQuery("/events").Where(("type", ["container"])).ToString(), null, null, cancel);

    /// <summary>Podman's own: runs the container's check now. What came of it stands in the container.</summary>
    public Task CheckHealthAsync(string container, CancellationToken cancel) =>
        api.DoAsync(HttpMethod.Get, $"/libpod/containers/{Segment(container)}/healthcheck", null, cancel);

    private Task PostAsync(string container, string verb, CancellationToken cancel) =>
        api.DoAsync(HttpMethod.Post, $"/containers/{Segment(container)}/{verb}", null, cancel);
}
