using Dxflow.Foundation.Terminals;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Requests;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Programs beside containers, and the streams of containers themselves.</summary>
internal sealed class ExecCalls(EngineApi api)
{
    public async Task<string> CreateAsync(string container, ExecCreate body, CancellationToken cancel) =>
        (await api.PostAsync(
            $"/containers/{Segment(container)}/exec", body, ApiJson.Default.ExecCreate, ApiJson.Default.CreatedAnswer, cancel)).Id;

    public Task<HijackedStream> StartAsync(string exec, bool terminal, CancellationToken cancel) => api.UpgradeAsync(
        $"/exec/{exec}/start", EngineApi.Json(new ExecStartRequest(false, terminal), ApiJson.Default.ExecStartRequest), cancel);

    /// <summary>It has started when this returns; nobody listens to it.</summary>
    public Task DetachAsync(string exec, CancellationToken cancel) => api.DoAsync(
        HttpMethod.Post,
        $"/exec/{exec}/start",
        EngineApi.Json(new ExecStartRequest(true, false), ApiJson.Default.ExecStartRequest),
        cancel);

    /// <summary>Null: forgotten, as engines do with those of ended containers.</summary>
    public Task<ExecAnswer?> FindAsync(string exec, CancellationToken cancel) =>
        api.FindAsync($"/exec/{exec}/json", ApiJson.Default.ExecAnswer, cancel);

    public Task ResizeAsync(string exec, TerminalSize size, CancellationToken cancel) =>
        api.DoAsync(
            HttpMethod.Post, new ApiQuery($"/exec/{exec}/resize").With("h", size.Rows).With("w", size.Columns).ToString(), null, cancel);

    public Task<HijackedStream> AttachAsync(string container, bool input, CancellationToken cancel) => api.UpgradeAsync(
        new ApiQuery($"/containers/{Segment(container)}/attach").With("stream", true).With("stdin", input).With("stdout", true)
            .With("stderr", true).ToString(),
        null,
        cancel);
}
