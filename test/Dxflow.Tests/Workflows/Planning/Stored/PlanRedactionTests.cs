using System.Text;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Stored;

public sealed class PlanRedactionTests
{
    [Fact]
    public void No_secret_is_in_a_plan_that_is_shown()
    {
        var bench = new PlanBench();
        bench.Document.Variables["DB_PASSWORD"] = "from-client";
        var plan = bench.Plan("""
            x-workflow: { inputs: { pass: { type: secret, default: in-default }, plain: shown } }
            services:
              db:
                command: [db, "--password=from-client", "${DB_PASSWORD}"]
                environment: { API_TOKEN: in-token, PIN_SECRET: abc, NAME: in-token-too, PLAIN: shown }
                healthcheck: { test: [CMD, check, from-client] }
              a:
                command: [a]
                environment: { MY_KEY: "{{ workflow.inputs.pass }}" }
                x-step: { key: from-client-1 }
            """);
        var stored = Encoding.UTF8.GetString(PlanText.Write(plan));
        var shown = Encoding.UTF8.GetString(PlanText.Write(PlanRedaction.Redact(plan)));
        Assert.All(["from-client", "in-default", "in-token"], secret =>
        {
            Assert.Contains(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        });
        Assert.Contains("shown", shown, StringComparison.Ordinal);
        Assert.Contains("workflow.inputs.pass", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("db_token", true)]
    [InlineData("NAME", false)]
    public void What_the_client_gave_by_a_secrets_name_is_hidden_wherever_it_went(string variable, bool isSecret)
    {
        var bench = new PlanBench();
        bench.Document.Variables[variable] = "from-client";
        var plan = bench.Plan("services: { a: { command: ['x=${V}'], environment: { DSN: 'u:${V}@h' } } }".Replace("V", variable));
        var shown = PlanRedaction.Redact(plan).Nodes[0];
        var expected = isSecret ? "***" : "from-client";
        Assert.Equal(($"x={expected}", $"u:{expected}@h"), (shown.Command[0].Text, shown.Environment["DSN"].Text));
    }

    [Fact]
    public void A_short_secret_is_masked_in_its_own_place_only()
    {
        var plan = new PlanBench().Plan("services: { a: { command: [abc], environment: { TOKEN: abc } } }");
        var shown = PlanRedaction.Redact(plan).Nodes[0];
        Assert.Equal(("abc", "***"), (shown.Command[0].Text, shown.Environment["TOKEN"].Text));
    }
}
