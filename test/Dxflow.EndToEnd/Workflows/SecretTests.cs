using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Secrets that reach a run in every way there is, and everything that shows a run: nothing of ours shows one.</summary>
public sealed class SecretTests
{
    private const string Document = """
        name: hush
        services:
          login:
            environment:
              DB_PASSWORD: in-the-document
              API_TOKEN: "{{ workflow.inputs.given }}"
              DSN: "pg://user:${CLIENT_SECRET}@host"
              CERT_KEY: "${CLIENT_KEY}"
              PIN_KEY: ab
              WORD: "-{{ secrets.word }}-"
            secrets: [word]
            x-step:
              script: |
                echo "word=$WORD $(cat "$DXFLOW_SECRETS/word") $(stat -c %a "$DXFLOW_SECRETS/word" "$DXFLOW_SECRETS" | tr '\n' ' ')"
                echo "db=$DB_PASSWORD api=$API_TOKEN dsn=$DSN pin=$PIN_KEY about"
                echo "$CERT_KEY"
                printf 'made-by-a-step' > outputs/token
                printf '%s' "$DB_PASSWORD" > outputs/seen
              outputs: { token: { type: string, file: outputs/token }, seen: { type: string, file: outputs/seen } }
          use:
            environment: { LOGIN_TOKEN: "{{ steps.login.outputs.token }}" }
            x-step: { script: 'echo "login=$LOGIN_TOKEN"' }
          bad:
            environment: { DB_PASSWORD: in-the-document }
            x-step:
              needs: [use]
              script: printf '%s' "$DB_PASSWORD" > outputs/n
              outputs: { n: { type: int, file: outputs/n } }
          absent:
            command: ["no-such-${CLIENT_SECRET}"]
            x-step: { needs: [use] }
        secrets: { word: { file: ./word.txt } }
        x-workflow:
          inputs: { given: { type: string }, other: { type: secret } }
          outputs: { seen: "{{ steps.login.outputs.seen }}" }
        """;

    private static readonly string[] Secrets =
        ["in-the-document", "from-the-input", "other-input", "from-the-client", "first-line", "second-line", "made-by-a-step",
        "from-a-file"];

    private static readonly string[] Given = ["-p", "given=from-the-input", "-p", "other=other-input"];

    [Fact]
    public async Task No_secret_is_in_anything_that_is_shown_or_audited()
    {
        await using var home = new Home();
        home.Variables["CLIENT_SECRET"] = "from-the-client";
        home.Variables["CLIENT_KEY"] = "first-line\nsecond-line\n";
        home.Write("word.txt", "from-a-file\n");
        var file = home.Write("hush.yaml", Document);
        await using var engine = await home.Boot();

        var ran = (await home.Run(["run", file, .. Given])).Expect(1);
        Silent(ran);
        foreach (var form in (string[])["table", "wide", "json", "yaml"])
        {
            foreach (var verb in (string[])["logs", "events", "why", "show", "steps", "runs", "outputs"])
            {
                Silent((await home.Run("workflow", verb, "hush", "-o", form)).Expect(0));
            }

            Silent((await home.Run("workflow", "why", "hush", "bad", "-o", form)).Expect(0));
            Silent((await home.Run("workflow", "why", "hush", "absent", "-o", form)).Expect(0));
            Silent((await home.Run(["workflow", "plan", file, .. Given, "-o", form])).Expect(0));
        }

        (await home.Run("workflow", "logs", "hush")).Expect(0)
            .Says("db=*** api=*** dsn=pg://user:***@host pin=ab about").Says("login=***")
            .Says("word=-***- *** 400 700");
        (await home.Run("workflow", "why", "hush", "bad")).Expect(0).Says("'***' is not an int");
        Assert.Empty(Directory.GetDirectories(Path.Combine(home.Path, "runs"), "secrets", SearchOption.AllDirectories));
        var exported = (await home.Run("workflow", "export", "hush")).Expect(0);
        Assert.DoesNotContain("from-a-file", exported.Output, StringComparison.Ordinal);
        foreach (var kept in Directory.GetFiles(Path.Combine(home.Path, "journal")))
        {
            var bytes = await File.ReadAllTextAsync(kept, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken);
            Assert.All(Secrets, secret => Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Secrets_are_still_known_after_a_restart_of_the_engine()
    {
        await using var home = new Home();
        var gate = Path.Combine(home.Path, "go");
        var file = home.Write("later.yaml", $$$"""
            name: later
            services:
              a:
                environment: { API_TOKEN: "{{ workflow.inputs.given }}-x" }
                x-step:
                  script: |
                    while [ ! -e {{{gate}}} ]; do sleep 0.05; done
                    printf '%s' "$API_TOKEN" > outputs/n
                  outputs: { n: { type: int, file: outputs/n } }
            x-workflow: { inputs: { given: { type: string } } }
            """);
        await using (var engine = await home.Boot())
        {
            (await home.Run("run", file, "-d", "-p", "given=before-the-crash")).Expect(0);
            await home.Until("later", "steps", "a", "running");
            await engine.Crash();
        }

        await using var next = await home.Boot();
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        (await home.Run("workflow", "wait", "later")).Expect(1);
        var why = (await home.Run("workflow", "why", "later")).Expect(0).Says("'***' is not an int");
        Assert.DoesNotContain("before-the-crash", why.Output, StringComparison.Ordinal);
    }

    private static void Silent(Outcome outcome) => Assert.All(
        Secrets, secret => Assert.False(
            (outcome.Output + outcome.Error).Contains(secret, StringComparison.Ordinal), $"{secret} is in:\n{outcome}"));
}
