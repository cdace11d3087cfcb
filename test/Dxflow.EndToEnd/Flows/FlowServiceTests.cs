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
        home.Write("asks/word.txt", "hush-hush\n");
        var file = home.Write("asks/compose.yaml", """
            name: asks
            x-workflow: { outputs: { told: "{{ steps.ask.outputs.told }}", read: "{{ steps.read.outputs.n }}" } }
            secrets: { word: { file: ./word.txt } }
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
              read:
                image: dxflow-test:1
                environment: { WORD: "{{ secrets.word }}" }
                secrets: [word]
                x-step: { outputs: { n: { type: int, file: n } }, script: '{ cat "$DXFLOW_SECRETS/word"; printf %s "$WORD"; } | wc -c > n' }
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
        var values = (await home.Run("run", file, "--runtime", name, "-o", "json")).Expect(0).Json.GetProperty("values");
        var told = values.GetProperty("told");
        Assert.Equal("hush-hush\nhush-hush".Length, values.GetProperty("read").GetInt32());
        Assert.Equal(["1: True", "2: True", "3: True"], told.EnumerateArray().Select(static one => one.GetString()));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Each_instance_of_a_called_document_has_a_service_of_its_own_which_goes_with_it(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("served/compose.yaml", """
            name: served
            x-workflow: { outputs: { seen: "{{ steps.call.outputs.seen }}" } }
            services:
              call:
                x-step:
                  each: { n: [1, 2, 3] }
                  workflow: part
                  with: { n: "{{ each.n }}" }
            x-workflows:
              part:
                x-workflow: { inputs: { n: { type: int } }, outputs: { seen: "{{ steps.get.outputs.seen }}" } }
                services:
                  db:
                    image: dxflow-test:1
                    init: true
                    command:
                      - python3
                      - -c
                      - |
                        import http.server as h
                        seen = []
                        class Kept(h.BaseHTTPRequestHandler):
                            def do_GET(self):
                                if self.path != "/": seen.append(self.path)
                                self.send_response(200); self.end_headers(); self.wfile.write(" ".join(seen).encode())
                        h.HTTPServer(("", 8000), Kept).serve_forever()
                    healthcheck:
                      test: [CMD, python3, -c, "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/')"]
                      interval: 300ms
                      timeout: 10s
                      retries: 100
                  put:
                    image: dxflow-test:1
                    command: [python3, -c, "import sys, urllib.request as r; r.urlopen('http://%s:8000/%s' % tuple(sys.argv[1:]))",
                      "{{ services.db.host }}", "{{ workflow.inputs.n }}"]
                    x-step:
                  get:
                    image: dxflow-test:1
                    command:
                      - python3
                      - -c
                      - |
                        import os, urllib.request as r
                        seen = r.urlopen("http://%s:8000/" % os.environ["DXFLOW_SERVICE_DB_HOST"]).read()
                        open("outputs/seen", "wb").write(seen)
                    x-step: { needs: [put], outputs: { seen: { type: string, file: outputs/seen } } }
            """);
        var seen = (await home.Run("run", file, "--runtime", name, "-o", "json")).Expect(0).Json.GetProperty("values").GetProperty("seen");
        Assert.Equal(["/1", "/2", "/3"], seen.EnumerateArray().Select(static one => one.GetString()));
        var left = (await platform.Run("platform", "container", "list", "--all", "--project", "served-r1", "-o", "json")).Expect(0);
        Assert.Empty(left.Json.GetProperty("items").EnumerateArray());
    }
}
