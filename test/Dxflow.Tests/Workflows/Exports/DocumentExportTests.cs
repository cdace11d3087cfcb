using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Tests.Tidy;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Exports;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Xunit;

namespace Dxflow.Tests.Workflows.Exports;

/// <summary>Every example and every document of the corpus gives the same plan once it was exported and read again.</summary>
public sealed class DocumentExportTests
{
    private const int PlansMin = 60;

    private static readonly string Corpus = Path.Combine(Repository.Root, "test/Dxflow.Tests/Workflows/Compose/Corpus");

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/users/me",
        ["GIVEN"] = "given",
        ["EMPTY"] = "",
        ["NAMED"] = "BY_VARIABLE",
        ["MYSQL_ROOT_PASSWORD"] = "given",
    };

    private static readonly PlanOptions Options = new(
        new MachineCapacity(8, 16L << 30), Runtimes: ["process", "docker", "podman"],
        Engines: [new ContainerEngine("docker", "", true), new ContainerEngine("podman", "", true)]);

    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "compose.yaml", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Corpus, "*.yaml").Where(file => !file.EndsWith(".expected.yaml", StringComparison.Ordinal)))
            .Concat(Directory.GetDirectories(Corpus)).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(),
    ];

    [Theory, MemberData(nameof(Documents))]
    public void An_exported_document_gives_the_same_plan(string document)
    {
        foreach (var runtime in (string?[])[null, "docker"])
        {
            if (Plan(Bundle(document), runtime) is { } plan)
            {
                var run = runtime is null ? null : plan;
                var (again, _) = Exported(Bundle(document), Plan(Bundle(document), null) ?? plan, run, Variables);
                Assert.Equal(Shown(plan), Shown(Plan(again, null)!));
            }
        }
    }

    [Fact]
    public void Enough_documents_were_planned() =>
        Assert.True(Documents.Count(document => Plan(Bundle(document), null) is not null) >= PlansMin);

    [Fact]
    public void Secrets_are_variables_that_have_to_be_set()
    {
        const string Document = """
            x-workflow: { inputs: { pin: { type: secret, default: "12" } } }
            services:
              a:
                command: [login, "--with=$PGPASSWORD", "{{ 's3cret$x' }}"]
                environment: { PGPASSWORD: "$PGPASSWORD", API_KEY: abc, OTHER: "s3cret$$x and ${PLAIN}" }
                x-step: { script: !reset null }
              b: { environment: { API_KEY: "long enough" }, x-step: { script: "echo long enough $$HOME" } }
            """;
        var variables = new Dictionary<string, string> { ["PGPASSWORD"] = "s3cret$x", ["PLAIN"] = "pl" };
        var bundle = Bundle(Document, variables);
        var plan = Plan(bundle, null)!;
        var (again, wanted) = Exported(bundle, plan, null, new Dictionary<string, string>(variables)
        {
            ["API_KEY"] = "abc",
            ["API_KEY_2"] = "long enough",
            ["pin"] = "12",
        });
        var text = again.Files.Values.First();

        Assert.Equal(["API_KEY", "API_KEY_2", "PGPASSWORD", "pin"], wanted);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("long enough", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"12\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", text, StringComparison.Ordinal);
        var made = Plan(again, null)!;
        Assert.Equal(plan.Nodes[0].Environment.Select(Text).Order(), made.Nodes[0].Environment.Select(Text).Order());
        Assert.Equal("--with=s3cret$x", made.Nodes[0].Command[1].Text);
        Assert.Equal("12", made.Inputs[0].Default);
        Assert.Equal("echo *** $$HOME", made.Nodes[1].Script);

        static string Text(KeyValuePair<string, Dxflow.Workflows.Flow.Template> pair) => $"{pair.Key}={pair.Value.Text}";
    }

    [Fact]
    public void Braces_that_a_variable_brings_in_stay_no_reference()
    {
        var bundle = Bundle(
            "services: { a: { command: [\"$BRACES\"], x-step: {} }, b: { command: [\"{{.Name}}\"] } }",
            new Dictionary<string, string> { ["BRACES"] = "{{ run.id }}" });
        var plan = Plan(bundle, null)!;
        var (again, _) = Exported(bundle, plan, null, []);

        Assert.Equal("{{ run.id }}", plan.Nodes[0].Command[0].Text);
        var made = Plan(again, null)!;
        Assert.Equal("{{ '{{' }} run.id }}", made.Nodes[0].Command[0].ToString());
        Assert.Equal("{{.Name}}", made.Nodes[1].Command[0].Text);
    }

    [Fact]
    public void A_run_is_exported_with_what_was_chosen_for_it()
    {
        var bundle = Bundle(
            "services: { web: { image: x }, db: { image: x, deploy: { replicas: 2 } }, off: { image: x, profiles: [p] } }", []) with
        {
            Profiles = ["p"],
        };
        var plan = Plan(bundle, null)!;
        var run = Planner.Plan(
            ComposeReader.Read(new BundleSource(bundle), new Problems())!,
            Options with { Runtime = "podman", FailFast = true, Scale = new Dictionary<string, int> { ["web"] = 3, ["db"] = 0 } })!;

        var made = Plan(Exported(bundle, plan, run, []).Bundle, null)!;

        Assert.Equal(
            ["web 3 podman", "db 0 podman", "off 1 podman"], made.Nodes.Select(node => $"{node.Name} {node.Replicas} {node.Runtime}"));
        Assert.True(made.FailFast);
    }

    private static (DocumentBundle Bundle, IReadOnlyList<string> Variables) Exported(
        DocumentBundle bundle, RunPlan plan, RunPlan? run, Dictionary<string, string> variables)
    {
        var (document, wanted) = DocumentExport.Of(bundle, plan, run);
        using var json = JsonDocument.Parse(document.ToJsonString());
        var path = bundle.ProjectDirectory + "/exported.yaml";
        var files = new Dictionary<string, string> { [path] = YamlText.Of(json.RootElement) };
        foreach (var (other, text) in bundle.Files)
        {
            files.TryAdd(other, text);
        }

        return (new DocumentBundle(bundle.ProjectDirectory, [new BundleDocument("exported.yaml", path)], files, variables), wanted);
    }

    private static RunPlan? Plan(DocumentBundle bundle, string? runtime)
    {
        var problems = new Problems();
        var plan = ComposeReader.Read(new BundleSource(bundle), problems) is { } reading
            ? Planner.Plan(reading, Options with { Runtime = runtime }) : null;
        return plan;
    }

    /// <summary>Without what belongs to the files: where things stood, where the project is, what was chosen beside the document.</summary>
    private static string Shown(RunPlan plan)
    {
        var json = JsonNode.Parse(PlanText.Write(plan with { Disabled = null, ProjectDirectory = "", Secrets = null }))!;
        Bare(json);
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static void Bare(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach (var name in (string[])["at", "written", "files"])
            {
                map.Remove(name);
            }

            foreach (var (name, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList())
            {
                map.Remove(name);
                map[name] = value;
            }
        }

        foreach (var inner in node is JsonObject found ? found.Select(entry => entry.Value) : node is JsonArray list ? list : [])
        {
            if (inner is not null)
            {
                Bare(inner);
            }
        }
    }

    private static DocumentBundle Bundle(string text, Dictionary<string, string> variables) => new(
        "/p", [new BundleDocument("f.yaml", "/p/f.yaml")], new Dictionary<string, string> { ["/p/f.yaml"] = text }, variables);

    private static DocumentBundle Bundle(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        var directory = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        string[] files = Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "compose*.yaml").Select(file => Path.GetFileName(file)!)
                .OrderBy(file => file != "compose.yaml").ThenBy(file => file, StringComparer.Ordinal)]
            : [Path.GetFileName(path)];
        var source = new RecordingSource(files, directory, Variables.GetValueOrDefault);
        if (ComposeReader.Read(source, new Problems()) is { } reading)
        {
            Planner.Plan(reading, Options);
        }

        return source.ToBundle();
    }
}
