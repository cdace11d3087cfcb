using System.Diagnostics;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;
using Dxflow.Workflows.Compose.Canonical;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>
/// The corpus of documents against Debian's <c>docker-compose config</c> (1.29). Its answer is itself a document: read by our reader it
/// must give our model of the original. Every document that it does not know, and every difference, stands here with the reason.
/// </summary>
public sealed class ComposeConfigTests
{
    /// <summary>Documents it does not take, mostly of a later specification than 1.29 knows: what in them.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["brought-dev"] = "name, include, develop",
        ["brought-external"] = "create_host_path",
        ["brought-metrics"] = "content and environment of configs and secrets",
        ["brought-postgres-secrets"] = "post_start",
        ["brought-queue"] = "restart of depends_on",
        ["brought-train"] = "cache_to",
        ["build-inline"] = "additional_contexts, dockerfile_inline",
        ["configs-from-anywhere"] = "content and environment of configs",
        ["depends-on-optional"] = "required, restart",
        ["deploy-pids"] = "pids",
        ["dollars-alone"] = "a lone $ is an error there",
        ["env-files"] = "long forms of env_file",
        ["extends-with-tags"] = "!reset, !override",
        ["healthcheck-start-interval"] = "start_interval",
        ["hooks"] = "post_start, pre_stop, develop",
        ["include"] = "include",
        ["include-and-extend"] = "include",
        ["include-long"] = "include",
        ["include-nested"] = "include",
        ["include-then-override"] = "include",
        ["include-twice"] = "include",
        ["interpolation-replacements"] = "${NAME:+…}",
        ["label-files"] = "label_file",
        ["merge-env-files"] = "long forms of env_file",
        ["merge-nothing"] = "an empty file among several",
        ["merge-steps"] = "a service without image",
        ["merge-three"] = "name",
        ["merge-volumes"] = "it takes /here and /here/ for two mounts, and then for one twice",
        ["names"] = "name",
        ["override"] = "!override",
        ["ports-long-addresses"] = "host_ip, name, app_protocol",
        ["reset"] = "!reset",
        ["reset-and-set-again"] = "!reset",
        ["scalars-by-variables"] = "a variable as a bool",
        ["steps"] = "name, a service without image",
        ["volumes-binds"] = "create_host_path, selinux, subpath",
    };

    /// <summary>Where the two say different things, as a path in the model, and why.</summary>
    private static readonly Dictionary<string, (string Paths, string Why)> Differences = new()
    {
        ["brought-health"] = (
            "services.cache.healthcheck.disable services.cache.healthcheck.test", "it writes `disable` as the test NONE"),
        ["configs-and-secrets"] = ("services.a.configs", "it shows the mode 0440 as the decimal number 288"),
        ["environment-map"] = ("services.a.environment.FLOAT", "it reads 1.50 as a number, which is written 1.5"),
        ["extensions"] = ("services.a.x-service.deep.deeper", "yes is a bool in YAML 1.1, a text in 1.2"),
        ["healthchecks"] = (
            "services.disabled.healthcheck.disable services.disabled.healthcheck.test", "it writes `disable` as the test NONE"),
        ["interpolation-nested"] = (
            "services.a.environment.DEEP services.a.environment.MIXED services.a.image", "it does not resolve defaults of defaults"),
        ["merge-environment"] = ("services.a.extra_hosts", "one address for each name; the specification's lists are appended"),
        ["merge-grants"] = ("services.a.configs services.a.secrets", "it merges by source; the specification by target"),
        ["merge-maps-and-lists"] = ("volumes.data.driver", "it leaves the default driver out"),
        ["scalars"] = (
            "services.a.labels.decimal services.a.labels.on-is-text services.a.labels.yes-is-text",
            "YAML 1.1: 017 is octal, yes and on are bools"),
    };

    private static readonly string Folder = Path.Combine(Home.Repository, "test/Dxflow.Tests/Workflows/Compose/Corpus");

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/users/me",
        ["GIVEN"] = "given",
        ["EMPTY"] = "",
        ["NAMED"] = "BY_VARIABLE",
    };

    public static TheoryData<string> Names =>
    [
        .. Directory.GetFiles(Folder, "*.expected.yaml").Select(file => Path.GetFileName(file)![..^".expected.yaml".Length]).Order(),
    ];

    [Fact]
    public void Lists_name_documents_of_the_corpus() =>
        Assert.Empty(Refused.Keys.Concat(Differences.Keys).Except(Names.Select(static row => row.Data)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Document_means_what_docker_compose_says(string name)
    {
        var directory = Directory.Exists(Path.Combine(Folder, name)) ? Path.Combine(Folder, name) : Folder;
        string[] files = directory == Folder
            ? [$"{name}.yaml"]
            : [.. Directory.GetFiles(directory, "compose*.yaml").Select(file => Path.GetFileName(file)!)
                .OrderBy(static file => file != "compose.yaml").ThenBy(static file => file, StringComparer.Ordinal)];
        var theirs = await Config(directory, files);
        Assert.Equal(Refused.ContainsKey(name), theirs is null);
        if (theirs is null)
        {
            return;
        }

        var ours = Model(new RecordingSource(files, directory, Variables.GetValueOrDefault));
        var path = Path.Combine(directory, "theirs.yaml");
        var said = Model(new BundleSource(new DocumentBundle(
            directory,
            [new BundleDocument("theirs.yaml", path)],
            Directory.GetFiles(directory, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.ReadAllText)
                .Append(KeyValuePair.Create(path, theirs)).ToDictionary(),
            Variables,
            Name: (string?)ours["name"])));
        string[] expected = Differences.TryGetValue(name, out var known) ? [.. known.Paths.Split(' ').Order(StringComparer.Ordinal)] : [];
        Assert.Equal(expected, Different(ours, said, "").Order(StringComparer.Ordinal));
    }

    private static JsonObject Model(IDocumentSource source)
    {
        var problems = new Problems();
        var reading = ComposeReader.Read(source, problems);
        Assert.Empty(problems.ToList().Where(static problem => !problem.Warning).Select(static problem => problem.Message));
        var model = CanonicalModel.Of(reading!);

        // It drops keys of the user's own at the top.
        foreach (var key in model.Select(static entry => entry.Key).Where(static key => key.StartsWith('x')).ToList())
        {
            model.Remove(key);
        }

        return model;
    }

    private static IEnumerable<string> Different(JsonNode? one, JsonNode? other, string path)
    {
        if (one is JsonObject a && other is JsonObject b)
        {
            return a.Select(static entry => entry.Key).Union(b.Select(static entry => entry.Key))
                .SelectMany(key => Different(a[key], b[key], path.Length == 0 ? key : $"{path}.{key}"));
        }

        // Neither the order of mounts nor that of ports means anything.
        var inOrder = !(path.EndsWith(".ports", StringComparison.Ordinal) || path.EndsWith(".volumes", StringComparison.Ordinal));
        return Text(one, inOrder) == Text(other, inOrder) ? [] : [path];
    }

    private static string Text(JsonNode? node, bool inOrder) => node is JsonArray list && !inOrder
        ? string.Join('\n', list.Select(static item => item!.ToJsonString()).Order(StringComparer.Ordinal))
        : node?.ToJsonString() ?? "";

    /// <summary>Null if it refuses the document.</summary>
    private static async Task<string?> Config(string directory, string[] files)
    {
        var start = new ProcessStartInfo("docker-compose", [.. files.SelectMany(static file => (string[])["-f", file]), "config"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Home.Patience);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        var output = await process.StandardOutput.ReadToEndAsync(late.Token);
        await error;
        await process.WaitForExitAsync(late.Token);

        // Of `volumes_from` it writes a form that is in no specification.
        return process.ExitCode == 0 ? output.Replace("- service:", "- ", StringComparison.Ordinal) : null;
    }
}
