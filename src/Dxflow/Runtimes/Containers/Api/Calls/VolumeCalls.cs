using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Requests;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Runtimes.Containers.Api.Calls;

/// <summary>Volumes of one engine.</summary>
internal sealed class VolumeCalls(EngineApi api)
{
    public async Task<IReadOnlyList<VolumeAnswer>> ListAsync(CancellationToken cancel, params (string, string[])[] filters) =>
        (await api.GetAsync(new ApiQuery("/volumes").Where(filters).ToString(), ApiJson.Default.VolumesAnswer, cancel)).Volumes ?? [];

    public Task<VolumeAnswer?> FindAsync(string volume, CancellationToken cancel) =>
        api.FindAsync($"/volumes/{Segment(volume)}", ApiJson.Default.VolumeAnswer, cancel);

    /// <summary>What is there already under that name stays as it is.</summary>
    public Task<VolumeAnswer> CreateAsync(VolumeCreate body, CancellationToken cancel) =>
        api.PostAsync("/volumes/create", body, ApiJson.Default.VolumeCreate, ApiJson.Default.VolumeAnswer, cancel);

    /// <summary>False: there is none. Conflict (409): a container uses it.</summary>
    public async Task<bool> RemoveAsync(string volume, CancellationToken cancel)
    {
        try
        {
            await api.DoAsync(HttpMethod.Delete, $"/volumes/{Segment(volume)}", null, cancel);
            return true;
        }
        catch (Fault missing) when (EngineRefusal.StatusOf(missing) == 404)
        {
            return false;
        }
    }
}
