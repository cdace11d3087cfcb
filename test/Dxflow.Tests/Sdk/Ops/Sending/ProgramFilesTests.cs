using System.Text.Json.Serialization;
using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Ops;
using Dxflow.Tests.Sdk.Flows;
using Xunit;

namespace Dxflow.Tests.Sdk.Ops.Sending;

internal sealed record CountIn(int From);

internal sealed record CountOut(int Next);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CountIn))]
[JsonSerializable(typeof(CountOut))]
internal sealed partial class CountJson : JsonSerializerContext;

public sealed class ProgramFilesTests : IDisposable
{
    private static readonly Op<CountIn, CountOut> Count =
        Op.Of<CountIn, CountOut>("count", static (input, _) => new(input.From + 1), CountJson.Default.CountIn, CountJson.Default.CountOut);

    private readonly string _directory = Directory.CreateTempSubdirectory("sent-").FullName;

    [Fact]
    public void A_program_that_needs_a_dotnet_goes_with_its_directory_and_is_started_by_the_one_that_is_there()
    {
        Write("lab.runtimeconfig.json", """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App" } } }""");
        Assert.Equal(("dir", $"file:{_directory}", "dotnet {{ inputs.dxflow_program }}/lab.dll op count"), Sent("lab.dll"));

        // What says nothing of what it needs needs a dotnet as well.
        Assert.Equal("dotnet {{ inputs.dxflow_program }}/other.dll op count", Sent("other.dll").Command);
    }

    [Fact]
    public void One_that_brings_its_own_is_started_by_itself_and_a_single_file_goes_alone()
    {
        Write("lab.runtimeconfig.json", """{ "runtimeOptions": { "includedFrameworks": [ { "name": "Microsoft.NETCore.App" } ] } }""");
        Assert.Equal(("dir", $"file:{_directory}", "{{ inputs.dxflow_program }}/lab op count"), Sent("lab.dll"));
        Assert.Equal(("file", $"file:{_directory}/lab", "{{ inputs.dxflow_program }} op count"), Sent("lab"));
    }

    [Fact]
    public void Its_steps_have_it_as_an_input_and_run_in_its_image_unless_they_name_another()
    {
        var flow = new Flow("f") { Program = OpProgram.Sent("dotnet:10", "/lab/a $b/lab.dll") };
        var count = flow.Step("count", Count).With(static i => i.From, 1);
        flow.Step("own", Count).With(static i => i.From, count.Out(static o => o.Next)).Image("lab:1")
            .Program(OpProgram.Sent("dotnet:10", "/bin/lab"));
        const string Document = """
            name: f
            services:
              count:
                image: dotnet:10
                command: [dotnet, "{{ inputs.dxflow_program }}/lab.dll", op, count]
                x-step:
                  inputs:
                    from: { type: int, default: 1 }
                    dxflow_program: { type: dir, default: "file:/lab/a $$b" }
                  outputs: { next: { type: int, file: outputs/next } }
                  exit: { fatal: [70] }
              own:
                image: lab:1
                command: ["{{ inputs.dxflow_program }}", op, count]
                x-step:
                  inputs:
                    from: { type: int, from: "{{ steps.count.outputs.next }}" }
                    dxflow_program: { type: file, default: "file:/bin/lab" }
                  outputs: { next: { type: int, file: outputs/next } }
                  exit: { fatal: [70] }
            """;
        FlowReader.Same(Document, flow);

        // Asked for again, as a run does after somebody has looked at it.
        FlowReader.Same(Document, flow);
    }

    [Fact]
    public void This_program_can_be_sent()
    {
        var flow = new Flow("f") { Program = OpProgram.Sent() };
        flow.Step("count", Count).With(static i => i.From, 1);
        Assert.Contains($"file:{Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)}", flow.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain("image:", flow.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_that_takes_nothing_beyond_its_contract_does_not_see_the_program()
    {
        async Task<int> RunAsync(string inputs) => await OpHost.RunAsync(
            Count, name => name switch { "DXFLOW_WORK" => _directory, "DXFLOW_INPUTS_JSON" => Write("inputs.json", inputs), _ => null },
            TextWriter.Null);
        Assert.Equal(0, await RunAsync("""{ "from": 1, "dxflow_program": "/x" }"""));
        Assert.Equal("2\n", await File.ReadAllTextAsync(At("outputs/next")));
        Assert.Equal(70, await RunAsync("""{ "from": 1, "more": 2 }"""));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>What a step takes along of a build, and how it is started.</summary>
    private (string Type, string From, string Command) Sent(string build)
    {
        var flow = new Flow("f") { Program = OpProgram.Sent(build: At(build)) };
        flow.Step("count", Count).With(static i => i.From, 1);
        var step = FlowReader.Meaning(flow.ToYaml())["services"]!["count"]!;
        var input = step["x-step"]!["inputs"]!["dxflow_program"]!;
        var command = step["command"]!.AsArray().Select(static word => (string)word!);
        return ((string)input["type"]!, (string)input["default"]!, string.Join(' ', command));
    }

    private string At(string name) => Path.Combine(_directory, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }
}
