using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Requests;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Networks of one engine.</summary>
internal sealed class NetworkCalls(EngineApi api)
{
    public Task<IReadOnlyList<NetworkAnswer>> ListAsync(CancellationToken cancel, params (string, string[])[] filters) =>
        api.GetAsync(new ApiQuery("/networks").Where(filters).ToString(), ApiJson.Default.IReadOnlyListNetworkAnswer, cancel);

    public Task<NetworkAnswer?> FindAsync(string network, CancellationToken cancel) =>
        api.FindAsync($"/networks/{Segment(network)}", ApiJson.Default.NetworkAnswer, cancel);

    public Task<CreatedAnswer> CreateAsync(NetworkCreate body, CancellationToken cancel) =>
        api.PostAsync("/networks/create", body, ApiJson.Default.NetworkCreate, ApiJson.Default.CreatedAnswer, cancel);

    public Task ConnectAsync(string network, NetworkConnect body, CancellationToken cancel) => api.DoAsync(
        HttpMethod.Post, $"/networks/{Segment(network)}/connect", EngineApi.Json(body, ApiJson.Default.NetworkConnect), cancel);

    /// <summary>False: there is none.</summary>
    public async Task<bool> RemoveAsync(string network, CancellationToken cancel)
    {
        try
        {
            await api.DoAsync(HttpMethod.Delete, $"/networks/{Segment(network)}", null, cancel);
            return true;
        }
        catch (Fault missing) when (EngineRefusal.StatusOf(missing) == 404)
        {
            return false;
        }
    }
}
