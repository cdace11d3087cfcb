using Dxflow.Runtimes.Containers;

namespace Dxflow.Platform.Contexts;

/// <summary>The contexts of Docker's own command, and by which of them the engine finds Docker; read anew at each call.</summary>
internal sealed class ContextDesk(string? dockerHost, Func<string, string?> variable)
{
    public ContextItems List()
    {
        // A setting or a variable comes before any context; one that cannot be used leaves the usual place.
        var isSaid = EngineSockets.DockerSaid(dockerHost, variable) is not null;
        var isOther = DockerContexts.Address(variable) is not null;
        return new ContextItems([.. DockerContexts.List(EngineSockets.UsualDocker(variable), variable).Select(each => new ContextItem(
            each.Name, each.Endpoint, each.Current,
            !isSaid && (each.Name == DockerContexts.Default ? !isOther : isOther && each.Current),
            each.Description, each.Problem))]);
    }
}
