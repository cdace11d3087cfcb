namespace Dxflow.Surfaces.Cli.Client;

/// <summary>
/// The way to one engine. <see cref="Name"/>: as messages say it. <see cref="Connect"/>: a connection for one request, or a fault that
/// says why there is none. <see cref="Token"/>: who we are there, given the token that was just refused if one was; none where the kernel
/// says it.
/// </summary>
internal sealed record EngineRoute(
    string Name,
    string Host,
    Func<CancellationToken, Task<Stream>> Connect,
    Func<string?, CancellationToken, Task<string?>>? Token = null)
{
    /// <summary>It is reached over the network and reads no disk of ours.</summary>
    public bool IsElsewhere => Token is not null;
}
