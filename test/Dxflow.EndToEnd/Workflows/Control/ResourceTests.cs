using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Control;

/// <summary>What the machine has by name is booked over all runs, and never twice.</summary>
public sealed class ResourceTests
{
    private const string Licensed = """
        name: NAME
        services:
          held:
            x-step:
              each: { n: "{{ range(4) }}" }
              resources: { license: 1 }
              script: |
                mkdir DIRECTORY/taken
                sleep 0.1
                rmdir DIRECTORY/taken
        """;

    private const string Waiting = """
        name: waiting
        services:
          long: { x-step: { resources: { license: 1 }, script: "until test -e DIRECTORY/go; do sleep 0.05; done" } }
          next: { x-step: { needs: [first], resources: { license: 1 }, script: "true" } }
          first: { x-step: { script: "true" } }
          free: { x-step: { needs: [first], script: "true" } }
        """;

    [Fact]
    public async Task No_two_have_what_there_is_once_and_those_who_do_not_want_it_do_not_wait()
    {
        await using var home = new Home();
        (await home.Run("config", "set", "machine-resources", "license=1")).Expect(0);
        (await home.Run("config", "set", "process-cpus", "8")).Expect(0);
        await using var engine = await home.Boot();

        // Two runs at once: a slice of either fails if another one is there.
        (await home.Run("run", home.Write("a.yaml", Of(Licensed, home).Replace("NAME", "a")), "--detach")).Expect(0);
        (await home.Run("run", home.Write("b.yaml", Of(Licensed, home).Replace("NAME", "b")))).Expect(0);
        await home.Until("a", "steps", "held", "succeeded");

        (await home.Run("run", home.Write("waiting.yaml", Of(Waiting, home)), "--detach")).Expect(0);
        await home.Until("waiting", "steps", "free", "succeeded");
        (await home.Run("workflow", "why", "waiting")).Expect(0).Says("next waits for 1 license (0 of 1 free)");
        File.WriteAllText(Path.Combine(home.Path, "go"), "");
        await home.Until("waiting", "steps", "next", "succeeded");

        (await home.Run("workflow", "plan", home.Write("many.yaml", """
            name: many
            services: { a: { x-step: { resources: { license: 2, licence: 1 }, script: "true" } } }
            """))).Expect(2).Complains("asks for 2 of `license`, and this machine has 1").Complains("did you mean 'license'?");
    }

    private static string Of(string document, Home home) => document.Replace("DIRECTORY", home.Path, StringComparison.Ordinal);
}
