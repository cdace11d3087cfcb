using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Outputs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Xunit;

namespace Dxflow.Tests.Workflows.Carrying;

public sealed class OutputCollectorTests : IDisposable
{
    private static readonly AttemptId Id = new("00ff", 0, 0, 1);

    private readonly TemporaryDirectory _directory = new();
    private readonly ArtifactStore _store;
    private readonly RunFiles _files;

    public OutputCollectorTests()
    {
        _store = new ArtifactStore(Path.Combine(_directory.Path, "store"), TimeProvider.System);
        _files = new RunFiles(Path.Combine(_directory.Path, "run"));
        Write("value", "42\n");
        Write("sub/b.txt", "b");
        Write("sub/a.txt", "a");
        Write("list.json", """["sub/a.txt", null]""");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Values_files_and_directories_are_collected()
    {
        var read = await Collect(
            true, File("n", "int", "value"), File("l", "list<file?>", "list.json"), Placed("d", "dir", "sub"), Placed(
                "m", "map<file>", "sub"),
            Glob("g", "list<file>", "sub/*.txt"), Glob("none", "list<file>", "*.zip"), File("o", "float?", "nope"));
        var outputs = read.Outputs!.Value;
        Assert.Equal("42", outputs.GetProperty("n").GetRawText());
        Assert.Equal(["a.txt", "-"], outputs.GetProperty("l").EnumerateArray().Select(NameOf));
        Assert.Equal("sub", NameOf(outputs.GetProperty("d")));
        Assert.Equal(["a.txt", "b.txt"], outputs.GetProperty("m").EnumerateObject().Select(entry => entry.Name));
        Assert.Equal(["a.txt", "b.txt"], outputs.GetProperty("g").EnumerateArray().Select(NameOf));
        Assert.Equal(("[]", "null"), (outputs.GetProperty("none").GetRawText(), outputs.GetProperty("o").GetRawText()));
        var file = (ArtifactValue)FlowJsonReader.Read(outputs.GetProperty("g")[1], FlowType.File);
        await using var content = _store.OpenRead(ArtifactForm.Of(file));
        Assert.Equal("b", await new StreamReader(content).ReadToEndAsync());
    }

    [Theory]
    [InlineData("file", "nope", "MissingOutput", "the output 'x': there is no nope in the work directory")]
    [InlineData("file", "sub", "BadOutput", "the output 'x': sub is a file, and 'sub' is a dir")]
    [InlineData("dir", "value", "BadOutput", "the output 'x': value is a dir, and 'value' is a file")]
    [InlineData("map<file>", "value", "BadOutput", "the output 'x': value is a map<file>, and 'value' is a file")]
    public async Task What_is_not_as_declared_has_its_reason(string type, string path, string reason, string detail)
    {
        var read = await Collect(true, Placed("x", type, path));
        Assert.Equal((reason, null), (read.Reason.ToString(), read.Outputs));
        Assert.StartsWith(detail, read.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int", "sub/a.txt", "BadOutput", "the output 'x': 'a' is not an int")]
    [InlineData("int", "sub", "BadOutput", "the output 'x': sub is a directory")]
    [InlineData("list<file>", "gone.json", "MissingOutput",
        "the output 'x': gone.json names gone, which is not in the work directory")]
    [InlineData("list<dir>", "one.json", "BadOutput", "the output 'x': sub/a.txt is a file, and the output is a list<dir>")]
    public async Task A_value_that_does_not_read_has_its_reason(string type, string path, string reason, string detail)
    {
        Write("gone.json", """["gone"]""");
        Write("one.json", """["sub/a.txt"]""");
        var read = await Collect(true, File("x", type, path));
        Assert.Equal(reason, read.Reason.ToString());
        Assert.StartsWith(detail, read.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_failed_attempt_what_is_not_there_is_null()
    {
        var read = await Collect(false, File("x", "int", "nope"), File("y", "int", "sub/a.txt"), File("z", "int", "value"));
        Assert.Equal((FailureReason.None, """{"x":null,"y":null,"z":42}"""), (read.Reason, read.Outputs!.Value.GetRawText()));
    }

    [Fact]
    public async Task A_program_stays_executable()
    {
        Write("tool", "#!/bin/sh");
        System.IO.File.SetUnixFileMode(Path.Combine(_files.Work(Id), "tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var read = await Collect(true, Placed("x", "file", "tool"));
        Assert.True(ArtifactForm.Of((ArtifactValue)FlowJsonReader.Read(read.Outputs!.Value.GetProperty("x"), FlowType.File)).Executable);
    }

    [Fact]
    public async Task What_is_large_lies_in_the_store_and_nothing_that_a_program_writes_can_pass_for_that()
    {
        Write("long", new string('x', 70_000) + "\n");
        Write("names.json", "[\"sub/a.txt\"" + string.Concat(Enumerable.Repeat(",\"sub/a.txt\"", 2000)) + "]");
        Write("forged.json", """{"$large":{"x":{"sha256":"00","size":1,"type":"json","holds":false}}}""");
        var read = await Collect(
            true, File("s", "string", "long"), File("l", "list<file>", "names.json"), File("x", "json", "forged.json"),
            File("n", "int", "value"));
        var outputs = read.Outputs!.Value;
        Assert.Equal(["x", "n", "$large"], outputs.EnumerateObject().Select(static member => member.Name));
        Assert.True(outputs.GetRawText().Length < 1000, outputs.GetRawText());
        Assert.Equal(["s", "l"], LargeOutputs.In(outputs).Select(static one => one.Key));
        Assert.Null(LargeOutputs.Find(outputs, "x"));
        Assert.Equal("{\"$large\"", outputs.GetProperty("x").GetRawText()[..9]);

        var values = new LargeValues(_store);
        var text = values.Of(LargeOutputs.Find(outputs, "s")!, FlowType.String);
        Assert.Equal(new StringValue(new string('x', 70_000)), text);
        Assert.Equal(LargeOutputs.Find(outputs, "s"), LargeOutputs.Of(text));
        Assert.Null(LargeOutputs.Of(new StringValue(new string('x', 70_000))));
        var list = Assert.IsType<ListValue>(values.Of(LargeOutputs.Find(outputs, "l")!, FlowTypeText.Parse("list<file>")));
        Assert.Equal((2001, "a.txt"), (list.Items.Count, ((ArtifactValue)list.Items[7]).Name));
        Assert.Equal([false, true], LargeOutputs.In(outputs).Select(static one => one.Value.HoldsArtifacts));

        var gone = LargeOutputs.Find(outputs, "s")!;
        System.IO.File.Delete(_store.PathOf(ArtifactKind.File, gone.Sha256));
        var missing = Assert.Throws<FlowException>(() => new LargeValues(_store).Of(gone, FlowType.String));
        Assert.StartsWith("a value of 70002 bytes cannot be read from the store", missing.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_long_but_too_much_together_lies_there_too()
    {
        Write("half", new string('x', 60_000));
        var read = await Collect(true, [.. Enumerable.Range(0, 100).Select(static i => File($"o{i}", "string", "half"))]);
        Assert.True(read.Outputs!.Value.GetRawText().Length < 5 << 20);
        Assert.Equal(31, LargeOutputs.In(read.Outputs!.Value).Count());
    }

    [Fact]
    public async Task A_large_output_is_replaced_by_hand_and_shown_as_the_file_it_lies_in()
    {
        Write("long", new string('x', 70_000));
        var outputs = (await Collect(true, File("s", "string", "long"), File("n", "int", "value"))).Outputs!.Value;
        var shown = LargeOutputs.Shown(outputs)!.AsObject();
        Assert.Equal(["n", "s"], shown.Select(static member => member.Key).Order());
        Assert.Equal(("s.json", 70_002), ((string)shown["s"]!["name"]!, (long)shown["s"]!["size"]!));
        var changed = System.Text.Json.Nodes.JsonNode.Parse(outputs.GetRawText())!.AsObject();
        LargeOutputs.Set(changed, "s", "short");
        Assert.Equal("""{"n":42,"$large":{},"s":"short"}""", changed.ToJsonString());
    }

    private Task<OutputsRead> Collect(bool endedWell, params ExpectedOutput[] outputs) =>
        new OutputCollector(_store, _files, null!).CollectAsync(Id, endedWell, outputs, CancellationToken.None);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_files.Work(Id), path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, text);
    }

    private static string NameOf(JsonElement json) => json.ValueKind == JsonValueKind.Null ? "-" : json.GetProperty("name").GetString()!;

    private static ExpectedOutput File(string name, string type, string path) =>
        new(new OutputPlan(name, type, File: Template.Literal(path)), FlowTypeText.Parse(type), path);

    private static ExpectedOutput Placed(string name, string type, string path) =>
        new(new OutputPlan(name, type, Path: Template.Literal(path)), FlowTypeText.Parse(type), path);

    private static ExpectedOutput Glob(string name, string type, string path) =>
        new(new OutputPlan(name, type, Glob: Template.Literal(path)), FlowTypeText.Parse(type), path);
}
