using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Misfortunes;

/// <summary>Bad documents: every problem at once, placed, exit 2, and nothing started or kept.</summary>
public sealed class BadDocumentTests
{
    [Fact]
    public async Task Every_problem_is_shown_at_once_with_its_place()
    {
        await using var home = new Home();
        var file = home.Write("bad.yaml", """
            name: bad
            services:
              a:
                comand: ["true"]
                depends_on: [b]
                x-step: {}
              b:
                command: ["true"]
                depends_on: { a: { condition: service_completed_successfully } }
                x-step:
                  inputs: { x: "{{ steps.nowhere.outputs.y }}" }
                  timeout: soon
            """);

        foreach (var command in (string[][])[["workflow", "validate", file], ["workflow", "create", file], ["run", file]])
        {
            var outcome = (await home.Run(command)).Expect(2);
            outcome.Complains("bad.yaml:4:").Complains("comand").Complains("nowhere").Complains("soon");
        }

        await using var engine = await home.Boot();
        Assert.Empty((await home.Run("workflow", "list", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("services: [", "1")]
    [InlineData("\tservices: {}", "1")]
    [InlineData("services:\n  a:\n    command: {{ x }}\n", "3")]
    [InlineData("just text", "1")]
    [InlineData("", "")]
    public async Task A_file_that_is_no_document_is_refused_with_its_line(string text, string line)
    {
        await using var home = new Home();
        var file = home.Write("bad.yaml", text);

        (await home.Run("run", file)).Expect(2).Complains(line.Length == 0 ? "bad.yaml" : $"bad.yaml:{line}");
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_named()
    {
        await using var home = new Home();

        (await home.Run("run", "no-such-file.yaml")).Expect(2).Complains("no-such-file.yaml");
    }

    [Fact]
    public async Task Missing_and_wrong_inputs_are_all_named_and_nothing_starts()
    {
        await using var home = new Home();
        var file = home.Write("inputs.yaml", """
            name: inputs
            x-workflow:
              inputs:
                count: { type: int }
                ratio: { type: float }
            services:
              a:
                command: ["echo", "{{ workflow.inputs.count }}"]
                x-step: {}
            """);

        (await home.Run("run", file, "-p", "count=many", "-p", "other=1")).Expect(2)
            .Complains("count").Complains("ratio").Complains("other");
    }
}
