using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Preflight;
using Xunit;

namespace Dxflow.Tests.Workflows.Preflight;

public sealed class ProgramChecksTests
{
    [Fact]
    public void A_missing_program_is_an_error_only_where_nothing_may_make_or_skip_it() => Assert.Equal(
        """
        error alone: none of gone in / by -
        warning later: none of gone in / by -
        warning maybe: none of gone in / by -
        warning tolerated: none of gone in / by -
        error script: none of gone3 in / by -
        error path: none of gone in / by /opt/bin
        error web: none of ./gone in /p/sub by -
        error one: none of /abs/gone in /p by -
        """,
        Of("""
            services:
              there: { command: [sh], x-step: {} }
              alone: { command: [gone, x], x-step: {} }
              later: { command: [gone], x-step: { needs: [there] } }
              maybe: { command: [gone], x-step: { when: "{{ 1 > 0 }}" } }
              tolerated: { command: [gone], x-step: { on_fail: continue } }
              script: { x-step: { interpreter: [gone3], script: x } }
              path: { command: [gone], environment: { PATH: /opt/bin }, x-step: {} }
              named: { command: ["{{ run.id }}"], x-step: {} }
              own: { command: [./gone], x-step: {} }
              web: { command: [./gone], working_dir: sub }
              one: { command: [/abs/gone] }
            """));

    [Fact]
    public void A_secret_in_a_name_is_hidden() => Assert.Equal(
        "error a: none of /x/***/gone in / by -",
        Of("services: { a: { command: [/x/hunter22/gone], environment: { MY_TOKEN: hunter22 }, x-step: {} } }"));

    [Fact]
    public void Each_program_is_looked_for_once()
    {
        var looks = 0;
        var plan = new PlanBench().Plan("services: { a: { command: [p], x-step: {} }, b: { command: [p], x-step: {} } }");

        Assert.Empty(ProgramChecks.Of(plan, (_, _, _, _) =>
        {
            looks++;
            return null;
        }));

        Assert.Equal(1, looks);
    }

    private static string Of(string document) => string.Join('\n', ProgramChecks.Of(
        new PlanBench().Plan(document),
        (_, program, directory, path) => program.Contains("gone", StringComparison.Ordinal)
            ? $"none of {program} in {directory} by {path ?? "-"}"
            : null)
        .Select(problem => $"{(problem.Warning ? "warning" : "error")} {problem.Message.Replace("`", "", StringComparison.Ordinal)}"));
}
