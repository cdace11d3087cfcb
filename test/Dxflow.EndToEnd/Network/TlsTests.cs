using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

public sealed class TlsTests
{
    [Fact]
    public async Task Curl_trusts_the_engine_through_its_authority_with_either_version_of_http()
    {
        await using var network = await NetworkHome.Boot();
        Assert.StartsWith("HTTP/2 200", await network.Raw(network.Https + "/healthz"));
        Assert.StartsWith("HTTP/1.1 200", await network.Raw(network.Https + "/healthz", "--http1.1"));
        Assert.StartsWith("HTTP/2 200", await network.Raw(network.Https.Replace("127.0.0.1", "localhost") + "/healthz"));
        var strange = await Assert.ThrowsAsync<InvalidOperationException>(() => Tool.Text("curl", "", "-sS", network.Https + "/healthz"));
        Assert.Contains("certificate", strange.Message);
        Assert.Equal(
            await File.ReadAllTextAsync(network.Authority, TestContext.Current.CancellationToken),
            (await network.Home.Run("engine", "ca")).Expect(0).Output);
    }

    [Theory]
    [InlineData("-tls1_2", true)]
    [InlineData("-tls1_3", true)]
    [InlineData("-tls1_1", false)]
    [InlineData("-tls1", false)]
    public async Task Old_versions_are_refused(string version, bool spoken)
    {
        await using var network = await NetworkHome.Boot();
        var speaking = Tool.Text(
            "openssl", "", "s_client", "-connect", new Uri(network.Https).Authority, version, "-cipher", "ALL:@SECLEVEL=0",
            "-CAfile", network.Authority, "-verify_return_error");
        if (spoken)
        {
            Assert.Contains("Verify return code: 0 (ok)", await speaking);
        }
        else
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => speaking);
        }
    }

    [Fact]
    public async Task A_sign_in_is_bound_to_the_certificate_that_was_seen()
    {
        await using var network = await NetworkHome.Boot();
        var seen = await network.CertificateSeen();
        var token = (await network.Secure.SignIn("alice", network.Key, seen)).Text("token");
        Assert.Equal(200, (await network.Secure.Get("/api/workflows", token)).Status);
        Assert.Equal(401, (await network.Secure.SignIn("alice", network.Key)).Status);
        Assert.Equal(401, (await network.Secure.SignIn("alice", network.Key, new string('0', 64))).Status);
        Assert.Equal(401, (await network.Clear.SignIn("alice", network.Key, seen)).Status);
    }

    [Fact]
    public async Task The_authority_outlives_the_engine_and_each_engine_shows_a_certificate_of_its_own()
    {
        await using var home = new Home();
        var seen = new List<(string Authority, string Fingerprint)>();
        for (var i = 0; i < 2; i++)
        {
            await using var engine = await home.Boot("--https", "0");
            seen.Add((
                (await home.Run("engine", "ca")).Expect(0).Output,
                (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("fingerprint").GetString()!));
        }

        Assert.Equal(seen[0], seen[1]);
    }

    [Fact]
    public async Task A_certificate_of_ones_own_is_shown_instead_and_a_bad_pair_is_refused()
    {
        await using var home = new Home();
        var (cert, key) = (Path.Combine(home.Path, "cert.pem"), Path.Combine(home.Path, "key.pem"));
        await Tool.Run(
            "openssl", "", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
            "-subj", "/CN=engine.example", "-addext", "subjectAltName=DNS:engine.example");
        home.Variables["DXFLOW_CONFIG_HTTPS_CERT"] = cert;
        (await home.Run("boot", "up", "--https", "0")).Expect(2).Complains("https-key");
        home.Variables["DXFLOW_CONFIG_HTTPS_KEY"] = cert;
        (await home.Run("boot", "up", "--https", "0")).Expect(2).Complains("cert.pem");
        home.Variables["DXFLOW_CONFIG_HTTPS_KEY"] = key;
        home.Variables["DXFLOW_CONFIG_HTTPS_NAMES"] = "engine.example";

        await using var engine = await home.Boot("--https", "0");
        var address = (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("addresses")[0].GetString()!;
        var answer = await Tool.Text(
            "curl", "", "-sS", "-i", "--cacert", cert, "--resolve", $"engine.example:{new Uri(address).Port}:127.0.0.1",
            address.Replace("127.0.0.1", "engine.example") + "/healthz");
        Assert.StartsWith("HTTP/2 200", answer);
    }
}
