using System.Net.Security;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>
/// Which certificate a connection was shown, SHA-256 in lower-case hex: a sign-in is bound to it. Kept with the connection, because a
/// renewed certificate stands beside the one that open connections have seen.
/// </summary>
internal static class ShownCertificate
{
    private static readonly object Key = new();

    public static void Remember(BaseConnectionContext connection, SslStreamCertificateContext shown) =>
        connection.Items[Key] = Convert.ToHexStringLower(SHA256.HashData(shown.TargetCertificate.RawData));

    public static string? Of(IFeatureCollection features) =>
        features.Get<IConnectionItemsFeature>() is { } connection && connection.Items.TryGetValue(Key, out var hash)
            ? hash as string
            : null;
}
