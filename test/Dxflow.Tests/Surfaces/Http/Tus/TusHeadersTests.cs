using Dxflow.Operations;
using Dxflow.Surfaces.Http.Tus;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.Tus;

public sealed class TusHeadersTests
{
    [Fact]
    public void Metadata_and_length_say_what_is_made_and_the_query_wins()
    {
        var given = Creation("path=y", ("Upload-Length", "12"), ("Upload-Metadata", "filename d29ybGQ=,parents dHJ1ZQ==,is_confidential"));
        Assert.Equal("y", given["path"].Single());
        Assert.Equal("12", given["length"].Single());
        Assert.Equal("true", given["parents"].Single());
        Assert.Equal("world", Creation("", ("Upload-Length", "1"), ("Upload-Metadata", "filename d29ybGQ="))["path"].Single());
    }

    [Fact]
    public void Parts_and_what_is_put_together_from_them_are_told_apart()
    {
        Assert.Equal("true", Creation("", ("Upload-Length", "1"), ("Upload-Concat", "partial"))["part"].Single());
        var final = Creation("path=x", ("Upload-Concat", "final;/api/tus/a https://host/api/tus/b"));
        Assert.Equal(["a", "b"], final["parts"]);
    }

    [Theory]
    [InlineData("Upload-Length", "-1")]
    [InlineData("Upload-Length", "1e3")]
    [InlineData("Upload-Length", "99999999999999999999")]
    [InlineData("Upload-Defer-Length", "2")]
    [InlineData("Upload-Concat", "whole")]
    [InlineData("Upload-Metadata", "filename ???")]
    [InlineData("Upload-Metadata", "a YQ==,a YQ==")]
    [InlineData("X-Nothing", "no length at all")]
    public void What_cannot_be_read_is_said(string name, string value)
    {
        var headers = name is "Upload-Metadata" ? new[] { ("Upload-Length", "1"), (name, value) } : [(name, value)];
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => Creation("", headers)).Info.Code);
    }

    [Fact]
    public void A_piece_has_an_offset()
    {
        Assert.Throws<Fault>(() => TusHeaders.Piece(new HeaderDictionary(), "id"));
        var piece = TusHeaders.Piece(new HeaderDictionary { ["Upload-Offset"] = "5", ["Upload-Checksum"] = "sha1 x" }, "id");
        Assert.Equal(("id", "5", "sha1 x"), (piece["id"][0], piece["offset"][0], piece["checksum"][0]));
    }

    /// <summary>Whatever stands there, it is read or refused with a fault, and what was read is what stands in requests.</summary>
    [Fact]
    public void Headers_of_all_kinds_are_read_or_refused()
    {
        string[] names = ["Upload-Length", "Upload-Defer-Length", "Upload-Offset", "Upload-Metadata", "Upload-Concat", "Upload-Checksum"];
        string[] parts =
        [
            "0", "1", "-1", "18446744073709551616", "9223372036854775807", "partial", "final;", "/api/tus/a", "%2e%2e%2f", "%", "filename",
            "path", "parents", "dHJ1ZQ==", "Li4vLi4v", "====", "/w==", ",", ";", " ", "\t", "\u00e9", "sha256", "sha1", "",
            new string('A', 5000),
        ];
        for (var seed = 9001; seed < 9001 + 20_000; seed++)
        {
            var random = new Random(seed);
            var given = names.Where(_ => random.Next(2) == 0).Select(name => (
                name, string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => parts[random.Next(parts.Length)])))).ToArray();
            var failed = Record.Exception(() => Creation("", given));
            Assert.True(failed is null or Fault { Info.Code: FaultKind.Invalid }, $"seed {seed}: {failed}");
            failed = Record.Exception(() => TusHeaders.Piece(Headers(given), "id"));
            Assert.True(failed is null or Fault { Info.Code: FaultKind.Invalid }, $"seed {seed}: {failed}");
        }
    }

    private static Dictionary<string, string[]> Creation(string query, params (string Name, string Value)[] headers) => TusHeaders.Creation(
        Headers(headers),
        new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).ToDictionary()));

    private static HeaderDictionary Headers(IEnumerable<(string Name, string Value)> headers)
    {
        var given = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            given[name] = value;
        }

        return given;
    }
}
