namespace Dxflow.Artifacts.Fetching;

/// <summary>
/// What may be fetched: <see cref="Hosts"/> are those that may be asked whatever their addresses are, as <c>HOST</c> or
/// <c>HOST:PORT</c>; any other one has to be on the public Internet. <see cref="BytesMax"/> is for each fetched file.
/// </summary>
internal sealed record FetchRules(IReadOnlyList<string> Hosts, long BytesMax = FetchRules.BytesMaxUsual)
{
    public const long BytesMaxUsual = 64L << 30;

    public bool IsAllowed(string host, int port) => Hosts.Any(allowed =>
        allowed.Equals(host, StringComparison.OrdinalIgnoreCase) || allowed.Equals($"{host}:{port}", StringComparison.OrdinalIgnoreCase));
}
