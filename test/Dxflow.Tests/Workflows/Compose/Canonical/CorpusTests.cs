using System.Text.Json;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Tests.Tidy;
using Dxflow.Workflows.Compose.Canonical;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Canonical;

/// <summary>
/// Documents of every kind, <c>Corpus/NAME.yaml</c> or the files <c>Corpus/NAME/compose*.yaml</c> merged, against what they mean,
/// <c>NAME.expected.yaml</c>, or what is wrong with them, <c>NAME.errors.txt</c>.
/// The folder is shown as <c>/corpus</c>, what holds it as <c>/above</c>.
/// </summary>
public sealed class CorpusTests
{
    private const string Place = "test/Dxflow.Tests/Workflows/Compose/Corpus";
    private const int DocumentsMin = 60;

    private static readonly string Folder = Path.Combine(Repository.Root, Place);

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/users/me",
        ["GIVEN"] = "given",
        ["EMPTY"] = "",
        ["NAMED"] = "BY_VARIABLE",
    };

    public static TheoryData<string> Names =>
    [
        .. Directory.GetFiles(Folder, "*.yaml").Where(file => !file.EndsWith(".expected.yaml", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Concat(Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!))
            .Order(),
    ];

    [Fact]
    public void There_are_enough_documents() => Assert.True(Names.Count() >= DocumentsMin);

    [Theory]
    [MemberData(nameof(Names))]
    public void Document_means_what_is_expected_or_is_refused_as_expected(string name)
    {
        var (model, errors) = Read(Source(name));
        var (kind, other) = errors is null ? ("expected.yaml", "errors.txt") : ("errors.txt", "expected.yaml");
        var shown = (errors ?? model!).Replace(Folder, "/corpus", StringComparison.Ordinal)
            .Replace(Path.GetDirectoryName(Folder)!, "/above", StringComparison.Ordinal);
        Assert.Equal(ApprovedFile.Beside($"{Place}/{name}.{kind}", shown), shown);
        Assert.False(File.Exists(Path.Combine(Folder, $"{name}.{other}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Engine_reads_the_same_as_the_client(string name)
    {
        var source = Source(name);
        Assert.Equal(Read(source), Read(new BundleSource(source.ToBundle())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Canonical_model_is_a_document_that_gives_itself_again(string name)
    {
        if (Read(Source(name)).Model is not { } model)
        {
            return;
        }

        var files = new Dictionary<string, string> { ["/elsewhere/compose.yaml"] = model };
        foreach (var line in model.Split('\n').Where(line => line.TrimStart().StartsWith("file: /", StringComparison.Ordinal)))
        {
            files[line.Trim()["file: ".Length..]] = "";
        }

        var again = new DocumentBundle(
            "/elsewhere", [new BundleDocument("compose.yaml", "/elsewhere/compose.yaml")], files, Variables, ["*"]);
        Assert.Equal((model, null), Read(new BundleSource(again)));
    }

    private static RecordingSource Source(string name)
    {
        string[] files = Directory.Exists(Path.Combine(Folder, name))
            ? [.. Directory.GetFiles(Path.Combine(Folder, name), "compose*.yaml").Select(file => Path.GetFileName(file)!)
                .OrderBy(file => file != "compose.yaml").ThenBy(file => file, StringComparer.Ordinal)]
            : [$"{name}.yaml"];
        var directory = Directory.Exists(Path.Combine(Folder, name)) ? Path.Combine(Folder, name) : Folder;
        return new RecordingSource(files, directory, variable => Variables.GetValueOrDefault(variable));
    }

    private static (string? Model, string? Errors) Read(IDocumentSource source)
    {
        var problems = new Problems();
        var reading = ComposeReader.Read(source, problems);
        if (problems.HasErrors)
        {
            var shown = problems.ToList().Select(problem => ProblemText.Format(problem) + "\n");
            return (null, string.Concat(shown));
        }

        using var model = JsonDocument.Parse(CanonicalModel.Of(reading!).ToJsonString());
        return (YamlText.Of(model.RootElement), null);
    }
}
