using System.Security.Cryptography;
using System.Text.Json;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// Whether a kept container is still what its document says: a digest of the request that makes it, without what differs from attempt
/// to attempt (the files of the attempt, the engine's variables).
/// </summary>
internal static class ConfigHash
{
    public static string Of(TaskSpec spec, Func<TaskSpec, ContainerCreate> body)
    {
        var lasting = spec with
        {
            Id = new AttemptId("", 0, 0, 0),
            Environment = spec.Environment.Where(pair => !pair.Key.StartsWith("DXFLOW_", StringComparison.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            Container = spec.Container! with { Places = [] },
        };
        var text = JsonSerializer.SerializeToUtf8Bytes(body(lasting), ApiJson.Default.ContainerCreate);
        return Convert.ToHexStringLower(SHA256.HashData(text));
    }
}
