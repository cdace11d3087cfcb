using Dxflow.Workflows.Compose.Including;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Including;

/// <summary>How documents lead to each other: the bounds, the names that problems use, and which variables hold where.</summary>
public sealed class DocumentLoaderTests
{
    private readonly DocumentFixture _document = new();

    [Fact]
    public void Includes_are_followed_to_the_named_depth_and_no_further()
    {
        for (var i = 1; i <= LoadLimits.IncludeDepthMax; i++)
        {
            _document.Files[$"{i}.yaml"] = $"include: [{i + 1}.yaml]\nservices: {{ s{i}: {{ command: x }} }}\n";
        }

        _document.Files[$"{LoadLimits.IncludeDepthMax}.yaml"] = "services: { last: { command: x } }\n";
        Assert.Equal(LoadLimits.IncludeDepthMax, _document.Read("include: [1.yaml]").Services.Count);

        _document.Files[$"{LoadLimits.IncludeDepthMax}.yaml"] = "include: [none.yaml]\nservices: { last: { command: x } }\n";
        Assert.Equal(
            $"{LoadLimits.IncludeDepthMax}.yaml:1:10: error: documents include each other more than {LoadLimits.IncludeDepthMax} deep "
            + "[Include the files directly.]",
            _document.ProblemsOf("include: [1.yaml]"));
    }

    [Fact]
    public void Extends_is_followed_to_the_named_depth_and_no_further()
    {
        string Chain(int count) => "services:\n" + string.Concat(Enumerable.Range(0, count).Select(
            i => $"  s{i}: {{ command: x{(i + 1 < count ? $", extends: s{i + 1}" : "")} }}\n"));

        Assert.Equal(LoadLimits.ExtendsDepthMax + 1, _document.Read(Chain(LoadLimits.ExtendsDepthMax + 1)).Services.Count);
        Assert.Contains(
            $"`extends` is followed more than {LoadLimits.ExtendsDepthMax} services deep",
            _document.ProblemsOf(Chain(LoadLimits.ExtendsDepthMax + 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_are_read_up_to_the_named_number_and_told_once()
    {
        for (var i = 0; i < LoadLimits.DocumentsMax + 10; i++)
        {
            _document.Files[$"{i}.yaml"] = $"services: {{ s{i}: {{ command: x }} }}\n";
        }

        string Including(int count) => $"include: [{string.Join(", ", Enumerable.Range(0, count).Select(i => $"{i}.yaml"))}]\n";

        Assert.Equal(LoadLimits.DocumentsMax - 1, _document.Read(Including(LoadLimits.DocumentsMax - 1)).Services.Count);
        Assert.Single(_document.ProblemsOf(Including(LoadLimits.DocumentsMax + 5)).Split('\n'), line =>
            line.Contains($"more than {LoadLimits.DocumentsMax} files", StringComparison.Ordinal));
    }

    [Fact]
    public void Includes_that_double_are_bounded()
    {
        for (var i = 1; i < 20; i++)
        {
            _document.Files[$"{i}.yaml"] = $"include: [{i + 1}.yaml, {i + 1}.yaml]\nservices: {{ s{i}: {{ command: x }} }}\n";
        }

        Assert.Contains("files [Include and extend fewer files.]", _document.ProblemsOf("include: [1.yaml]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compose.yaml", "part/x.yaml", "part/x.yaml")]
    [InlineData("sub/compose.yaml", "../x.yaml", "x.yaml")]
    [InlineData("../compose.yaml", "x.yaml", "../x.yaml")]
    [InlineData("../compose.yaml", "../../x.yaml", "../../../x.yaml")]
    [InlineData("/p/q/r/compose.yaml", "../x.yaml", "/p/q/x.yaml")]
    [InlineData("-", "x.yaml", "/p/q/r/x.yaml")]
    public void Problems_call_a_file_as_the_user_would(string main, string included, string expected)
    {
        var names = new FileNames(new BundleDocument(main, main == "-" ? "-" : "/p/q/r/compose.yaml"));
        Assert.Equal(expected, names.Of(Path.GetFullPath(included, "/p/q/r")));
    }

    [Fact]
    public void Problem_in_an_included_file_is_placed_within_a_text()
    {
        _document.Files["sub/part.yaml"] = "services:\n  a:\n    command: >-\n      one\n      ${two\n";
        Assert.Equal(
            "sub/part.yaml:5:7: error: ${ is never closed [Close it with }, or write $$ for a dollar sign.]",
            _document.ProblemsOf("include: [sub/part.yaml]"));
    }

    [Fact]
    public void Variables_of_an_included_file_stay_its_own()
    {
        _document.Files["sub/part.yaml"] = "services: { a: { image: \"$WHO\", command: [\"${WHO}\"] } }\n";
        _document.Files["sub/.env"] = "WHO=part\n";
        _document.Files[".env"] = "OTHER=main\n";
        var spec = _document.Read("include: [sub/part.yaml]\nservices: { b: { image: \"${WHO:-nobody}\" } }\n");
        Assert.Equal(["part", "nobody"], spec.Services.OrderBy(service => service.Name).Select(service => service.Image!.Value.Value));
        Assert.Equal("part", DocumentFixture.Show(spec.Service("a")!.Command));
    }

    [Fact]
    public void Secret_of_an_included_files_variables_is_known_as_one()
    {
        _document.Files["sub/part.yaml"] = "services: { a: { command: [\"$DB_PASSWORD\"] } }\n";
        _document.Files["sub/.env"] = "DB_PASSWORD=open-sesame\n";
        Assert.Contains("open-sesame", _document.TryRead("include: [sub/part.yaml]")!.Interpolation.Secrets);
    }

    [Fact]
    public void References_of_an_included_step_are_found_before_variables()
    {
        _document.Files["sub/part.yaml"] =
            "services: { a: { command: [\"${X}{{ inputs.x }}\"], x-step: { inputs: { x: 1 } } } }\n";
        _document.Files["sub/.env"] = "X='{{ inputs.y }}'\n";
        Assert.Equal("{{ inputs.y }}<inputs.x>", DocumentFixture.Show(_document.Read("include: [sub/part.yaml]").Services[0].Command));
    }

    [Fact]
    public void Inputs_of_a_workflow_are_those_of_the_document_that_was_asked_for()
    {
        _document.Files["part.yaml"] = "x-workflow: { inputs: { a: 1 } }\nservices: { a: { command: x } }\n";
        Assert.Equal(
            "part.yaml:1:1: warning: `x-workflow` of an included document has no effect "
            + "[Put it into the document that includes this one.]",
            _document.ProblemsOf("include: [part.yaml]"));
    }

    [Fact]
    public void Included_step_takes_its_script_from_its_own_directory()
    {
        _document.Files["sub/part.yaml"] = "services: { a: { x-step: { script: { file: run.sh } } } }\n";
        var step = (MapNode)_document.Read("include: [sub/part.yaml]").Services[0].Step!;
        Assert.Equal("/p/sub/run.sh", ((ScalarNode)((MapNode)step["script"]!)["file"]!).Text);
    }
}
