using System.Security.Cryptography;
using Dxflow.Access.Keys;
using Dxflow.Operations;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Access.Keys;

public sealed class PublicKeyTextTests
{
    [Fact]
    public void Both_forms_of_a_key_are_one_key()
    {
        var pem = PublicKeyText.Parse(SampleKeys.Alice.ExportSubjectPublicKeyInfoPem());
        var line = PublicKeyText.Parse(SampleKeys.Line(SampleKeys.Alice, "alice@example.org") + "\n");
        Assert.Equal(pem.Key.Fingerprint, line.Key.Fingerprint);
        Assert.Equal((3072, null, "alice@example.org"), (pem.Key.Bits, pem.Name, line.Name));
        Assert.Equal(pem.Key.Fingerprint, PublicKeyText.OfStored(pem.Key.Spki.ToArray()).Fingerprint);
    }

    [Fact]
    public void A_private_key_is_refused_as_what_it_is_and_nothing_of_it_is_repeated()
    {
        string[] all =
        [
            SampleKeys.Alice.ExportPkcs8PrivateKeyPem(),
            SampleKeys.Alice.ExportRSAPrivateKeyPem(),
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----",
            SampleKeys.Alice.ExportSubjectPublicKeyInfoPem() + "\n" + SampleKeys.Alice.ExportRSAPrivateKeyPem(),
            "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none",
        ];
        foreach (var text in all)
        {
            var fault = Refuse(text);
            Assert.Contains("private key", fault.Detail);
            Assert.DoesNotContain("MII", fault.Detail + fault.Hint);
        }
    }

    [Fact]
    public void A_short_key_is_refused()
    {
        Assert.Contains("2048 bits", Refuse(SampleKeys.Line(SampleKeys.Weak)).Detail);
        Assert.Contains("2048 bits", Refuse(SampleKeys.Weak.ExportSubjectPublicKeyInfoPem()).Detail);
    }

    [Fact]
    public void Only_RSA_signs_in()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("no public RSA key", Refuse(curve.ExportSubjectPublicKeyInfoPem()).Detail);
        Assert.Contains("Only RSA", Refuse("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl x").Detail);
        Assert.Contains("'CERTIFICATE'", Refuse("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----").Detail);
    }

    [Fact]
    public void A_key_with_an_exponent_that_is_too_small_is_refused()
    {
        var numbers = SampleKeys.Alice.ExportParameters(false);
        byte[][] exponents = [[1], [2], [3], [1, 0, 0], [1, 0, 2], [1, 0, 0, 0, 1]];
        Assert.All(exponents, exponent => Refuse(OpenSshLine.Of(numbers with { Exponent = exponent }, "")));
        Refuse(OpenSshLine.Of(numbers with { Modulus = [.. numbers.Modulus![..^1], 0x10] }, ""));
    }

    [Fact]
    public void What_stands_around_a_key_is_refused()
    {
        var pem = SampleKeys.Alice.ExportSubjectPublicKeyInfoPem();
        Refuse("first\n" + pem);
        Refuse(pem + "\nlast");
        Refuse("from=\"10.0.0.1\" " + SampleKeys.Line(SampleKeys.Alice, "alice"));
        Refuse(SampleKeys.Line(SampleKeys.Alice, "a") + "\n" + SampleKeys.Line(SampleKeys.Bob, "b"));
        Refuse(new string('x', PublicKeyText.CharactersMax + 1));
        Refuse("");
    }

    [Fact]
    public void Every_cut_of_a_line_is_refused()
    {
        var line = SampleKeys.Line(SampleKeys.Alice);
        for (var length = 0; length < line.TrimEnd().Length; length++)
        {
            Refuse(line[..length]);
        }
    }

    [Fact]
    public void Random_text_is_refused_and_never_throws_otherwise() => Prop.ForAll<string>(text =>
    {
        Refuse(text ?? "");
        Refuse("ssh-rsa " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text ?? "")));
        Refuse($"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_signature_counts_only_over_the_text_with_the_key_and_in_the_one_way()
    {
        var key = SampleKeys.Public(SampleKeys.Alice);
        byte[] text = [.. "text"u8];
        var good = SampleKeys.Sign(SampleKeys.Alice, text);
        Assert.True(key.Signed(text, good));
        Assert.False(key.Signed("texT"u8, good));
        Assert.False(key.Signed(text, SampleKeys.Sign(SampleKeys.Bob, text)));
        Assert.False(key.Signed(text, SampleKeys.Alice.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        Assert.False(key.Signed(text, SampleKeys.Alice.SignData(text, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)));
        Assert.False(key.Signed(text, good[..^1]));
        Assert.False(key.Signed(text, [.. good, 0]));
        Assert.False(key.Signed(text, []));
    }

    private static FaultInfo Refuse(string text)
    {
        var fault = Assert.Throws<Fault>(() => PublicKeyText.Parse(text));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        return fault.Info;
    }
}
