using System.Text;
using Dxflow.Artifacts;
using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Ops;
using Dxflow.Tests.Sdk.Flows;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Outputs;
using Xunit;

namespace Dxflow.Tests.Sdk.Ops;

/// <summary>An operator as the body of a step: what it reads and leaves is what the engine writes and reads.</summary>
public sealed class OpHostTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("dxflow-op-").FullName;
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string> _variables = [];

    public OpHostTests()
    {
        _variables["DXFLOW_WORK"] = _work;
        _variables["DXFLOW_OUTPUTS"] = Path.Combine(_work, "outputs");
        _variables["DXFLOW_PROGRESS"] = Path.Combine(_work, "progress");
        _variables["DXFLOW_ATTEMPT"] = "3";
        _variables["DXFLOW_INPUTS_JSON"] = Path.Combine(_work, "inputs.json");
        Directory.CreateDirectory(Path.Combine(_work, "inputs"));
    }

    [Fact]
    public async Task Every_output_is_where_the_document_says_and_is_what_it_was()
    {
        Assert.Equal((0, ""), await RunAsync("H", """, "fmax": 0.1, "note": "n" """));
        var plan = Plan();
        FlowValue Value(string name)
        {
            var output = plan.Single(each => each.Name == name);
            var type = FlowTypeText.Parse(output.Type);
            return OutputText.Read(
                new ExpectedOutput(output, type, output.File!.Text), File.ReadAllBytes(Path.Combine(_work, output.File.Text)),
                static (path, kind) => new ArtifactValue(new string('0', 64), kind, Path.GetFileName(path), 1, path));
        }

        Assert.Equal(0.2, ((FloatValue)Value("energy")).Value);
        Assert.Equal(3, ((IntValue)Value("turns")).Value);
        Assert.Equal(BoolValue.True, Value("converged"));
        Assert.Equal("H\nn\n", ((StringValue)Value("text")).Value);
        Assert.Equal(["0", "structure.xyz"], ((ListValue)Value("frames")).Items.Select(static each => ((ArtifactValue)each).Name));
        Assert.Equal(1L << 40, ((IntValue)((MapValue)Value("counts")).Items["a"]).Value);
        Assert.Equal("EMT", ((StringValue)((MapValue)Value("facts")).Items["method"]).Value);
        Assert.Equal("n", ((StringValue)Value("note")).Value);
        Assert.Equal("outputs/relaxed.xyz", plan.Single(static each => each.Name == "relaxed").Path!.Text);
        Assert.Equal("H!", await File.ReadAllTextAsync(Path.Combine(_work, "outputs/relaxed.xyz")));
        Assert.True(File.Exists(Path.Combine(_work, "outputs/work/0")));
        Assert.Equal("H", await File.ReadAllTextAsync(Path.Combine(_work, "inputs/structure.xyz")));
        Assert.Equal("1/100\n", await File.ReadAllTextAsync(Path.Combine(_work, "progress")));
    }

    [Fact]
    public async Task What_may_be_null_leaves_nothing()
    {
        Assert.Equal((0, ""), await RunAsync("H", """, "fmax": 1, "steps": 7"""));
        Assert.False(File.Exists(Path.Combine(_work, "outputs/turns")));
        Assert.False(File.Exists(Path.Combine(_work, "outputs/note")));
        Assert.Equal("1/7\n", await File.ReadAllTextAsync(Path.Combine(_work, "progress")));
    }

    [Theory]
    [InlineData("busy", ", \"fmax\": 1", 75, "op relax: the licence is taken (IOException: no seat)")]
    [InlineData("wrong", ", \"fmax\": 1", 70, "op relax: this is no structure")]
    [InlineData("bug", ", \"fmax\": 1", 1, "op relax: System.InvalidOperationException: a bug")]
    [InlineData("H", "", 70, "op relax: the inputs are not what operator `relax` takes: ")]
    [InlineData("H", ", \"fmax\": \"fast\"", 70, "op relax: the inputs are not what operator `relax` takes: ")]
    [InlineData("H", ", \"fmax\": null", 70, "op relax: the inputs are not what operator `relax` takes: ")]
    public async Task A_failure_has_its_exit_code_and_says_why(string structure, string inputs, int code, string message)
    {
        var (exit, error) = await RunAsync(structure, inputs);
        Assert.Equal(code, exit);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "early", "[1,2]")]
    [InlineData(false, "early, late", "[3]")]
    public async Task What_is_published_is_there_if_the_operator_fails_and_is_replaced_if_it_does_not(bool fails, string log, string counts)
    {
        await File.WriteAllTextAsync(_variables["DXFLOW_INPUTS_JSON"], $$"""{ "fails": {{(fails ? "true" : "false")}} }""");
        Assert.Equal(fails ? 1 : 0, await OpHost.RunAsync(Lab.Watch, _variables.GetValueOrDefault, _error));
        Assert.Equal(fails, _error.ToString().Contains("`o => o.Late` is not early", StringComparison.Ordinal));
        Assert.Equal(log, await File.ReadAllTextAsync(Path.Combine(_work, "outputs/log")));
        Assert.Equal(counts, (await File.ReadAllTextAsync(Path.Combine(_work, "outputs/counts.json"))).Trim());
        Assert.True(File.Exists(Path.Combine(_work, "outputs/trace/0")));
        Assert.Equal(!fails, File.Exists(Path.Combine(_work, "outputs/late")));

        var flow = new Flow("f") { Program = OpProgram.At("lab") };
        flow.Step("watch", Lab.Watch).With(static i => i.Fails, true);
        Assert.Contains("log: { type: file, path: outputs/log, collect: always }", flow.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_that_cannot_be_kept_is_refused_when_the_operator_is_made()
    {
        var clash = Assert.Throws<ArgumentException>(() => Op.Of<WatchIn, ClashOut>(
            "clash", static (_, _) => new(new("a"), new("b")), LabJson.Default.WatchIn, LabJson.Default.Clash));
        Assert.Contains("a and b in outputs/", clash.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<ArgumentException>(static () => new OutputFileAttribute("../x"));
        Assert.Throws<ArgumentException>(static () => new OutputFileAttribute(".."));
    }

    [Fact]
    public async Task What_is_stopped_says_so()
    {
        await WriteAsync("H", ", \"fmax\": 1");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        Assert.Equal(143, await OpHost.RunAsync(Lab.Relax, _variables.GetValueOrDefault, _error, stopped.Token));
    }

    [Fact]
    public async Task Outside_a_step_there_are_no_inputs()
    {
        Assert.Equal(70, await OpHost.RunAsync(Lab.Relax, static _ => null, _error));
        Assert.Contains("an engine starts it", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_arguments_are_not_the_hosts()
    {
        Assert.Null(await OpHost.RunAsync([], Lab.Relax));
        Assert.Null(await OpHost.RunAsync(["run", "op"], Lab.Relax));
        Assert.Equal(2, await OpHost.RunAsync(["op", "absent"], Lab.Relax));
    }

    [Fact]
    public void A_step_of_an_operator_is_the_program_with_its_name_and_the_contract_as_keys()
    {
        var flow = new Flow("f") { Program = OpProgram.At("dotnet", "/app/lab.dll") };
        var structures = flow.Input<IReadOnlyList<FileArtifact>>("structures");
        var relax = flow.ForEach("relax", Lab.Relax).Image("lab").Each(static i => i.Structure, structures).With(static i => i.Fmax, 1)
            .Repeat(3, static step => step.Own(static o => o.Converged)).Carry(static i => i.Structure, static o => o.Relaxed);
        flow.Output("energies", relax.Out(static o => o.Energy).Sort());
        FlowReader.Same(
            """
            name: f
            x-workflow:
              inputs: { structures: { type: list<file> } }
              outputs: { energies: "{{ sort(steps.relax.outputs.energy) }}" }
            services:
              relax:
                image: lab
                command: [dotnet, /app/lab.dll, op, relax]
                x-step:
                  each: { structure: "{{ workflow.inputs.structures }}" }
                  inputs: { fmax: { type: float, default: 1.0 } }
                  outputs:
                    energy: { type: float, file: outputs/energy }
                    relaxed: { type: file, path: outputs/relaxed.xyz }
                    turns: { type: "int?", file: outputs/turns }
                    converged: { type: bool, file: outputs/converged }
                    text: { type: string, file: outputs/text }
                    frames: { type: list<file>, file: outputs/frames.json }
                    counts: { type: map<int>, file: outputs/counts.json }
                    work: { type: dir, path: outputs/work }
                    facts: { type: json, file: outputs/facts.json }
                    note: { type: "string?", file: outputs/note }
                  repeat: { max: 3, until: "{{ outputs.converged }}", carry: { structure: "{{ outputs.relaxed }}" } }
                  exit: { fatal: [70] }
            """, flow);
        Assert.Contains("\"fmax\"", Lab.Relax.InputSchema.ToJsonString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private static IReadOnlyList<OutputPlan> Plan()
    {
        var flow = new Flow("f") { Program = OpProgram.At("lab") };
        flow.Step("relax", Lab.Relax).With(static i => i.Structure, FileArtifact.OfText("H")).With(static i => i.Fmax, 1);
        return new PlanBench().Plan(flow.ToYaml()).Nodes[0].Step!.Outputs;
    }

    private async Task<(int Exit, string Error)> RunAsync(string structure, string inputs)
    {
        await WriteAsync(structure, inputs);
        return (await OpHost.RunAsync(Lab.Relax, _variables.GetValueOrDefault, _error), _error.ToString());
    }

    private async Task WriteAsync(string structure, string inputs)
    {
        var file = Path.Combine(_work, "inputs/structure.xyz");
        await File.WriteAllTextAsync(file, structure);
        await File.WriteAllTextAsync(_variables["DXFLOW_INPUTS_JSON"], $$"""{ "structure": "{{file}}"{{inputs}} }""", Encoding.UTF8);
    }
}
