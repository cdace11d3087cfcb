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
        bench.Document.Files["word.txt"] = "from-secrets\n";
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
                secrets: [word]
                x-step:
                  key: from-client-1
                  each: { host: [from-client.example, plain], port: "{{ ['from-client'] }}" }
            secrets: { word: { file: word.txt } }
            """);
        var stored = Encoding.UTF8.GetString(PlanText.Write(plan));
        var shown = Encoding.UTF8.GetString(PlanText.Write(PlanRedaction.Redact(plan)));
        Assert.All(["from-client", "in-default", "in-token", "from-secrets"], secret =>
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

    [Fact]
    public void No_secret_is_in_a_container_that_is_shown()
    {
        var bench = new PlanBench { Options = new PlanOptions(new MachineCapacity(8, 1L << 34), Runtime: "docker", Runtimes: ["docker"]) };
        bench.Document.Variables["V"] = "of-secret";
        var plan = bench.Plan("""
            services:
              a:
                image: x
                build: { context: ., args: { NPM_TOKEN: of-arg, PLAIN: shown }, secrets: [s], labels: { x: of-secret } }
                pull_policy: never
                secrets: [s, several]
                configs: [c]
                logging: { options: { splunk-token: of-log, tag: shown-too } }
                post_start: [{ command: [login, of-hook], environment: { PASSWORD: of-hook } }]
                volumes: ["v:/v"]
            secrets: { s: { environment: V }, several: { file: many } }
            configs: { c: { content: "uses of-secret and of-arg" } }
            volumes: { v: { driver: x, driver_opts: { password: of-driver, o: "user=u,pass=of-driver" } } }
            """);
        var stored = Encoding.UTF8.GetString(PlanText.Write(plan));
        var shown = Encoding.UTF8.GetString(PlanText.Write(PlanRedaction.Redact(plan)));
        Assert.All(["of-secret", "of-arg", "of-log", "of-hook", "of-driver"], secret =>
        {
            Assert.Contains(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        });
        Assert.All(["shown", "shown-too", "uses *** and ***", "never"], text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("never")]
    [InlineData("bind")]
    [InlineData("sing")]
    public void A_secret_that_is_a_word_of_the_plan_leaves_a_plan_that_can_be_read(string secret)
    {
        var bench = new PlanBench { Options = new PlanOptions(new MachineCapacity(8, 1L << 34), Runtime: "docker", Runtimes: ["docker"]) };
        bench.Document.Variables["V"] = secret;
        var plan = bench.Plan(
            "services: { a: { image: x, pull_policy: never, volumes: ['./x:/x'], secrets: [s] } }\nsecrets: { s: { environment: V } }");
        var shown = PlanRedaction.Redact(plan);
        Assert.Equal(plan.Nodes[0].Container!.Image.Pull, shown.Nodes[0].Container!.Image.Pull);
        Assert.Equal("***", shown.Nodes[0].Container!.Files!.Single().Content);
    }
}
