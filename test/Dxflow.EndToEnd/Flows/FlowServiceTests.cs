using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Steps that talk to services of their run, however deep they are called.</summary>
[Collection(ContainerCollection.Name)]
public sealed class FlowServiceTests(ContainerEngines engines)
{
    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Instances_of_a_called_document_ask_a_service_of_their_run(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("asks/compose.yaml", """
            name: asks
            x-workflow: { outputs: { told: "{{ steps.ask.outputs.told }}" } }
            x-workflows:
              asking:
                x-workflow:
                  inputs: { host: { type: string }, n: { type: int } }
                  outputs: { told: "{{ steps.web.outputs.told }}" }
                services:
                  web:
                    image: dxflow-test:1
                    command:
                      - python3
                      - -c
                      - |
                        import sys, time, urllib.request as r
                        for _ in range(100):
                            try:
                                text = r.urlopen("http://%s:8000/etc/debian_version" % sys.argv[1], timeout=5).read().decode()
                                break
                            except OSError:
                                time.sleep(0.2)
                        open("outputs/told", "w").write("%s: %s" % (sys.argv[2], len(text) > 0))
                      - "{{ workflow.inputs.host }}"
                      - "{{ workflow.inputs.n }}"
                    x-step: { outputs: { told: { type: string, file: outputs/told } } }
            services:
              web:
                image: dxflow-test:1
                init: true
                working_dir: /
                command: [python3, -c, "import http.server as h; h.HTTPServer(('', 8000), h.SimpleHTTPRequestHandler).serve_forever()"]
              ask:
                x-step:
                  each: { n: [1, 2, 3] }
                  workflow: asking
                  with: { host: "{{ services.web.host }}", n: "{{ each.n }}" }
            """);
        var told = (await home.Run("run", file, "--runtime", name, "-o", "json")).Expect(0).Json.GetProperty("values").GetProperty("told");
        Assert.Equal(["1: True", "2: True", "3: True"], told.EnumerateArray().Select(static one => one.GetString()));
    }
}
