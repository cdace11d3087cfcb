using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dxflow.Sdk;

/// <summary>
/// Proves a key to an engine: 1 a challenge is asked for, 2 signed together with the engine's name and the certificate that the engine
/// showed, so that nobody in the middle can pass it on, 3 exchanged for a token, which is used until shortly before its end.
/// </summary>
internal sealed class SignIn(Uri address, string identity, string keyPem)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _one = new(1);
    private DxflowClient? _client;
    private string _certificate = "-";
    private TokenInfo? _token;

    /// <summary>Sees which certificate is shown, after the framework found it good.</summary>
    public SocketsHttpHandler Watch(SocketsHttpHandler handler)
    {
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            if (errors == SslPolicyErrors.None && certificate is not null)
            {
                _certificate = Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));
                return true;
            }

            return false;
        };
        _client = DxflowClient.Over(new Transport(address, handler, null));
        return handler;
    }

    public async ValueTask<string> TokenAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (_token is null || _token.ExpiresAt - Margin < DateTimeOffset.UtcNow)
            {
                _token = await NewAsync(cancel);
            }

            return _token.Token;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<TokenInfo> NewAsync(CancellationToken cancel)
    {
        // 1
        var challenge = await _client!.Auth.ChallengeAsync(cancel);

        // 2
        using var key = RSA.Create();
        key.ImportFromPem(keyPem);
        var text = $"dxflow-auth-v1\n{challenge.Engine}\n{challenge.Nonce}\n{_certificate}";
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        // 3
        return await _client.Auth.VerifyAsync(new VerifyChallenge(identity, challenge.Nonce, signature, Certificate: _certificate), cancel);
    }
}
