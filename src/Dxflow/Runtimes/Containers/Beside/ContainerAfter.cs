using System.Security.Cryptography;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Starting;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>
/// A container for programs after a task that has ended: the same image, user, variables, files, mounts and limits, whose own program
/// waits for a line that never comes. It is no task and has none of a task's labels, so nobody takes it for one; whoever had it made
/// removes it. Its networks are those of its task that are still there, or the engine's usual one.
/// </summary>
internal sealed class ContainerAfter(EngineApi api, ImageSupply images)
{
    /// <summary>By it whoever looks knows what it is for.</summary>
    public const string Label = "dxflow.shell";

    private const string Waits = "/bin/sh";
    private const string Root = "0:0";
    private const int NameBytes = 6;

    private readonly ContainerCalls _containers = new(api);
    private readonly NetworkCalls _networks = new(api);

    /// <summary>Its id; it runs.</summary>
    public async Task<string> MakeAsync(TaskSpec spec, CancellationToken cancel)
    {
        await images.SupplyAsync(ImageWish.Of(spec), cancel);
        spec = ApiSocket.Given(HostPaths.Settled(spec), api.Address);
        if (spec.Container!.AsEngine && await api.IsRootlessAsync(cancel))
        {
            spec = spec with { Container = spec.Container with { Spec = spec.Container.Spec with { User = Root } } };
        }

        var body = CreateBody.Of(spec, await api.VersionAsync(cancel));
        var network = body.NetworkingConfig?.EndpointsConfig.Keys.FirstOrDefault();
        var isThere = network is null || await _networks.FindAsync(network, cancel) is not null;
        body = body with
        {
            Entrypoint = [Waits],
            Cmd = null,
            Tty = true,
            OpenStdin = true,
            ExposedPorts = null,
            Labels = new Dictionary<string, string> { [Label] = spec.Id.ToString() },
            Healthcheck = new Api.Requests.HealthcheckRequest(["NONE"]),
            NetworkingConfig = isThere ? body.NetworkingConfig : null,
            HostConfig = body.HostConfig! with { PortBindings = null, NetworkMode = isThere ? body.HostConfig.NetworkMode : null },
        };
        var name = $"dxflow-shell-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes))}";
        var id = (await _containers.CreateAsync(name, spec.Container.Spec.Image.Platform, body, cancel)).Id;
        try
        {
            if (spec.Container.Spec.Files is { Count: > 0 } files)
            {
                using var archive = new ByteArrayContent(FileArchive.Of(files));
                archive.Headers.ContentType = new("application/x-tar");
                await _containers.UploadAsync(id, "/", archive, cancel);
            }

            await _containers.StartAsync(id, cancel);
            return id;
        }
        catch (Fault refused)
        {
            await _containers.RemoveAsync(id, force: true, volumes: true, CancellationToken.None);
            throw refused.Info.Code == FaultKind.Unavailable ? refused : Fault.Invalid(
                $"a container like that of the task cannot be started: {EngineRefusal.WordsOf(refused)}", $"its image needs {Waits}");
        }
    }
}
