using Dxflow.Artifacts;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Preflight;
using Xunit;

namespace Dxflow.Tests.Workflows.Preflight;

public sealed class PlacedFilesTests
{
    [Theory]
    [InlineData(PlacedFiles.Max, 0)]
    [InlineData(PlacedFiles.Max + 1, 1)]
    public void More_files_than_a_directory_should_hold_are_warned_about(int files, int warnings)
    {
        using var directory = new TemporaryDirectory();
        var plan = new PlanBench().Plan("""
            x-workflow: { inputs: { all: { type: list<file> } } }
            services:
              many: { command: [x], x-step: { inputs: { all: "{{ workflow.inputs.all }}" }, outputs: { o: { type: file, path: o } } } }
              none: { command: [x], x-step: { inputs: { o: "{{ steps.many.outputs.o }}" } } }
            """);
        var one = new ArtifactValue(new string('0', 64), ArtifactKind.File, "f", 0);
        var inputs = new Dictionary<string, FlowValue> { ["all"] = new ListValue([.. Enumerable.Repeat(one, files)]) };

        var problems = PlacedFiles.Of(plan, inputs, new ArtifactStore(directory.Path, TimeProvider.System)).ToList();

        Assert.Equal(warnings, problems.Count);
        Assert.All(problems, problem => Assert.True(problem.Warning && problem.Message.StartsWith("`many` is given 10001 files")));
    }
}
