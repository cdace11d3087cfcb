using System.Net.Security;

namespace Dxflow.Engine.Tls;

/// <summary>
/// The certificate that the listeners show, made by <paramref name="issue"/> and made anew by the first handshake after two thirds of its
/// life. Connections that are open keep the one they have seen; nothing is restarted.
/// </summary>
internal sealed class RenewedCertificate(Func<DateTimeOffset, SslStreamCertificateContext> issue, TimeProvider time, TimeSpan lifetime)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _current;
    private DateTimeOffset _renewAt;

    public SslStreamCertificateContext Current()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_current is null || now >= _renewAt)
            {
                _current = issue(now);
                _renewAt = now + (lifetime * 2 / 3);
            }

            return _current;
        }
    }
}
