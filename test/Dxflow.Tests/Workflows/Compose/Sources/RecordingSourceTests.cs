using System.Text;
using Dxflow.Operations;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Sources;

public sealed class RecordingSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dxflow-compose-").FullName;

    private readonly Dictionary<string, string> _environment = new()
    {
        ["TAG"] = "7",
        ["TOKEN"] = "hidden",
        ["COMPOSE_PROFILES"] = "debug",
        ["HOME"] = "/h",
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Bundle_holds_exactly_what_the_document_asked_for()
    {
        Write(
            "proj/flow.yaml",
            "services:\n  a:\n    image: x:${TAG}-${LOCAL}\n    command: ${NONE:-x}\n"
            + "    env_file: [sub/a.env, { path: no.env, required: false }]\n");
        Write("proj/.env", "LOCAL=1\nTAG=ignored\n");
        Write("proj/sub/a.env", "A=$LOCAL\nTOKENS\n");
        Write("proj/other.env", "B=2\n");
        var source = new RecordingSource(["proj/flow.yaml"], _folder, _environment.GetValueOrDefault);
        var reading = ComposeReader.Read(source, new Problems())!;
        var bundle = source.ToBundle();

        Assert.Equal("x:7-1", reading.Spec.Service("a")!.Image!.Value.Value);
        Assert.Equal(Path.Combine(_folder, "proj"), bundle.ProjectDirectory);
        Assert.Equal("proj/flow.yaml", bundle.Documents.Single().Name);
        Assert.Equal(
            [".env", "flow.yaml", "sub/a.env"],
            bundle.Files.Keys.Select(file => Path.GetRelativePath(bundle.ProjectDirectory, file)).Order());
        Assert.Equal(["COMPOSE_PROFILES", "TAG"], bundle.Variables!.Keys.Order());
        Assert.Equal(["debug"], reading.Spec.ActiveProfiles);

        var again = ComposeReader.Read(new BundleSource(bundle), new Problems())!.Spec;
        Assert.Equal("x:7-1", again.Service("a")!.Image!.Value.Value);
        Assert.Equal("1", again.Service("a")!.Environment["A"].Value.Text);
        Assert.Equal("proj", again.Name.Value);
    }

    [Fact]
    public void Standard_input_is_read_once_and_belongs_to_the_working_directory()
    {
        Write(".env", "CMD=echo\n");
        var input = new MemoryStream(Encoding.UTF8.GetBytes("\uFEFFservices: { a: { command: '${CMD}' } }"));
        var source = new RecordingSource(["-"], _folder, _ => null, input, new DocumentChoices(Name: "mine", Profiles: ["p"]));
        Assert.Equal("echo", DocumentFixture.Show(ComposeReader.Read(source, new Problems())!.Spec.Services[0].Command));
        var again = ComposeReader.Read(new BundleSource(source.ToBundle()), new Problems())!;
        Assert.Equal("echo", DocumentFixture.Show(again.Spec.Services[0].Command));
        Assert.Equal("-:1:17", again.Spec.Services[0].Node.Entries[0].Key.At.ToString().Replace("1:18", "1:17"));
        Assert.Equal(("mine", "p"), (again.Spec.Name.Value, again.Spec.ActiveProfiles.Single()));
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        File.WriteAllBytes(Path.Combine(_folder, "latin.yaml"), [0xe9, 0x0a]);
        Write("big.yaml", new string('x', RecordingSource.FileBytesMax + 1));
        Assert.Equal(FileText.Missing, Failure("none.yaml"));
        Assert.Equal(FileText.Missing, Failure("none/none.yaml"));
        Assert.Equal("it is a directory", Failure("."));
        Assert.Equal("it is not UTF-8 text", Failure("latin.yaml"));
        Assert.StartsWith("it is larger than 16 MiB", Failure("big.yaml"), StringComparison.Ordinal);
        Assert.Equal(FileText.NoPath, Failure("a\0b"));
        Assert.Equal(FileText.NoPath, Failure(""));
    }

    [Fact]
    public void Missing_document_is_a_problem_that_names_it()
    {
        var problems = new Problems();
        Assert.Null(ComposeReader.Read(new RecordingSource(["none.yaml"], _folder, _ => null), problems));
        Assert.Equal(
            "none.yaml: error: the document cannot be read: it does not exist",
            ProblemText.Format(problems.ToList().Single()).Split('\n')[0]);
    }

    [Fact]
    public void Bundle_without_an_absolute_project_directory_is_refused()
    {
        Assert.Equal(
            FaultKind.Invalid,
            Assert.Throws<Fault>(() => new BundleSource(new DocumentBundle("here", [], new Dictionary<string, string>()))).Info.Code);
        Assert.Throws<Fault>(() => new BundleSource(new DocumentBundle("/a\0", [], new Dictionary<string, string>())));
    }

    [Fact]
    public void Bundle_reads_nothing_from_the_engines_disk()
    {
        Write("secret.env", "A=1\n");
        var bundle = new DocumentBundle(
            _folder,
            [new BundleDocument("f.yaml", $"{_folder}/f.yaml")],
            new Dictionary<string, string> { [$"{_folder}/f.yaml"] = "services: { a: { command: x, env_file: secret.env } }" });
        var problems = new Problems();
        ComposeReader.Read(new BundleSource(bundle), problems);
        Assert.Contains("cannot be read: it does not exist", problems.ToList().Single().Message, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private string Failure(string path) => new RecordingSource([], _folder, _ => null).Read(path).Failure!;
}
