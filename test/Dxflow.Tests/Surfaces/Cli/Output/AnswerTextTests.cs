using System.Text.Json;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Workflows;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Output;

/// <summary>Records within records, lists within them and free values; what has nothing to say is left out there.</summary>
public sealed class AnswerTextTests
{
    private const string Run = """
        {"name":"w/1","workflow":"w","number":1,"state":"failed","ok":0,"failed":1,"total":1,"reason":"exit","detail":null,
         "startedAt":null,"endedAt":null,"took":"1s270ms","revision":1,"kind":"job","id":"00","by":null}
        """;

    private const string Steps = """[{"name":"a","state":"failed","attempts":1,"exit":null,"runtime":"process","kind":"step"}]""";

    [Fact]
    public void A_record_within_a_record_stands_below_it_and_a_list_as_a_table() => Assert.Equal("""
        name               w
        revision           1
        created            now
        updated            now
        project directory  /p

        run:
          name    w/1
          state   failed
          ok      0
          failed  1
          total   1
          took    1.2s

        steps:
          NAME  STATE   ATTEMPTS
          a     failed         1

        """, Shown(false, Detail(Run, Steps)));

    [Fact]
    public void What_is_not_there_is_a_dash_at_the_top_and_no_heading_below()
    {
        var shown = Shown(false, Detail("null", "[]"));
        Assert.EndsWith("run                -\n", shown);
        Assert.DoesNotContain("steps", shown);
    }

    [Fact]
    public void Wide_shows_every_column() =>
        Assert.Contains("REASON", Shown(true, Detail(Run, Steps)));

    [Fact]
    public void A_free_value_is_lines_by_name()
    {
        using var answer = JsonDocument.Parse("""{"run":"w/1","values":{"a":1,"t\u001b":"x\ny"},"steps":{"s":{"n":[1]},"e":{}}}""");
        Assert.Equal("""
            run  w/1

            values:
              a      1
              t\x1b  x\ny

            steps:
              e  {}
              s:
                n  [1]

            """, new AnswerText(new Readable(Samples.Morning, false), false, 0).Of(
                Contract.Of(WorkflowJson.Default.Outputs), answer.RootElement));
    }

    private static string Detail(string run, string steps) =>
        $$"""
        {"name":"w","revision":1,"createdAt":"2026-01-31T09:30:00Z","updatedAt":"2026-01-31T09:30:00Z","projectDirectory":"/p",
         "run":{{run}},"steps":{{steps}},"services":[]}
        """;

    private static string Shown(bool wide, string json)
    {
        using var answer = JsonDocument.Parse(json);
        return new AnswerText(new Readable(Samples.Morning, wide), wide, 0).Of(
            Contract.Of(WorkflowJson.Default.WorkflowDetail), answer.RootElement);
    }
}
