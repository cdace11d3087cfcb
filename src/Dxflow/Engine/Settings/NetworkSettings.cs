namespace Dxflow.Engine.Settings;

/// <summary>
/// What a profile says about listening. Addresses as they are written; empty: do not. <see cref="HttpAsked"/>: somebody chose the
/// clear-text address, so that the engine does not start without it.
/// </summary>
internal sealed record NetworkSettings(
    string HttpAddress, bool HttpAsked, string HttpsAddress, string CertificateFile, string KeyFile, IReadOnlyList<string> Names)
{
    public static NetworkSettings Read(ConfigFile file)
    {
        var http = file.Get(ConfigKeys.HttpAddress);
        return new NetworkSettings(
            http.Value,
            http.Source != ConfigSource.Default,
            file.Get(ConfigKeys.HttpsAddress).Value,
            file.Get(ConfigKeys.HttpsCert).Value,
            file.Get(ConfigKeys.HttpsKey).Value,
            [.. file.Get(ConfigKeys.HttpsNames).Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }
}
