using Dxflow.Operations;
using Dxflow.Workflows.Compose.Sources;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Sources;

/// <summary>Which files are the document where none is named, as Compose finds them.</summary>
public sealed class DefaultFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dxflow-files-").FullName;
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("compose.yaml", "compose.yaml")]
    [InlineData("docker-compose.yml docker-compose.yaml", "docker-compose.yml")]
    [InlineData("compose.yml compose.yaml docker-compose.yml", "compose.yaml")]
    [InlineData("compose.yaml compose.override.yaml", "compose.yaml compose.override.yaml")]
    [InlineData("docker-compose.yml docker-compose.override.yml other.yaml", "docker-compose.yml docker-compose.override.yml")]
    [InlineData("compose.yaml compose.override.yml compose.override.yaml", "compose.yaml compose.override.yml")]
    public void Main_file_is_taken_with_its_override(string present, string expected)
    {
        Write(present);
        Assert.Equal(expected.Split(' '), Find(_folder));
    }

    [Fact]
    public void Directories_above_are_looked_in()
    {
        Write("compose.yaml compose.override.yaml");
        Assert.Equal(
            ["../../compose.yaml", "../../compose.override.yaml"], Find(Directory.CreateDirectory($"{_folder}/a/b").FullName));
    }

    [Theory]
    [InlineData("a.yaml:b.yaml", null)]
    [InlineData("a.yaml;b.yaml", ";")]
    public void Variable_names_the_files(string files, string? separator)
    {
        Write("compose.yaml");
        _variables["COMPOSE_FILE"] = files;
        if (separator is not null)
        {
            _variables["COMPOSE_PATH_SEPARATOR"] = separator;
        }

        Assert.Equal(["a.yaml", "b.yaml"], Find(_folder));
    }

    [Fact]
    public void Env_file_may_name_them_too()
    {
        File.WriteAllText($"{_folder}/.env", "COMPOSE_FILE=x.yaml\n");
        Assert.Equal(["x.yaml"], Find(_folder));
    }

    [Fact]
    public void Nothing_there_is_an_error_that_says_what_to_do() =>
        Assert.Contains("no compose.yaml here", Assert.Throws<Fault>(() => Find(_folder)).Message, StringComparison.Ordinal);

    private void Write(string names)
    {
        foreach (var name in names.Split(' '))
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
        }
    }

    private IReadOnlyList<string> Find(string directory) => DefaultFiles.Find(directory, _variables.GetValueOrDefault);
}
