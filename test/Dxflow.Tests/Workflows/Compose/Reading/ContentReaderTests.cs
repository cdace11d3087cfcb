using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Reading;

/// <summary>Where configs and secrets come from, as a runtime is told it.</summary>
public sealed class ContentReaderTests
{
    private readonly DocumentFixture _document = new();

    [Theory]
    [InlineData("{ file: ./a.conf }", "/p/a.conf", null)]
    [InlineData("{ file: /a.conf }", "/a.conf", null)]
    [InlineData("{ file: ~/a.conf }", "/users/me/a.conf", null)]
    [InlineData("{ content: \"x=${X}\" }", null, "x=secret")]
    [InlineData("{ environment: X }", null, "secret")]
    [InlineData("{ external: true }", null, null)]
    public void Config_is_a_file_or_a_content(string body, string? file, string? content)
    {
        _document.Variables["X"] = "secret";
        _document.Variables["HOME"] = "/users/me";
        var config = _document.Read($"services: {{ a: {{ command: x }} }}\nconfigs: {{ c: {body} }}").Configs[0];
        Assert.Equal((file, content), (config.File?.Value, config.Content?.Value));
    }

    [Fact]
    public void Included_secret_is_found_from_its_own_directory_and_variables()
    {
        _document.Files["sub/part.yaml"] =
            "services: { a: { command: x } }\nsecrets: { f: { file: ./f }, v: { environment: TOKEN, name: given } }\n";
        _document.Files["sub/.env"] = "TOKEN=of the part\n";
        var secrets = _document.Read("include: [sub/part.yaml]").Secrets;
        Assert.Equal(
            ("/p/sub/f", "of the part", "given"),
            (secrets[0].File?.Value, secrets[1].Content?.Value, secrets[1].Given?.Value));
    }
}
