using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Nodes;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Checks;

public sealed class ContainerSupportTests
{
    private readonly DocumentFixture _document = new();

    [Theory]
    [InlineData("credential_spec: { file: x }",
        "error: `credential_spec` cannot be honoured in a container: it belongs to Windows containers")]
    [InlineData("isolation: hyperv", "warning: `isolation` has no effect in a container: it belongs to Windows containers")]
    [InlineData("cpu_count: 2", "warning: `cpu_count` has no effect in a container")]
    [InlineData("pre_start: [{ command: x }]", "error: `pre_start` cannot be honoured in a container")]
    [InlineData("deploy: { placement: { constraints: [x] } }", "warning: `placement` has no effect in a container: there is one machine")]
    [InlineData("deploy: { endpoint_mode: vip }", "warning: `endpoint_mode` has no effect in a container")]
    [InlineData("deploy: { mode: global }", "warning: `mode: global` is one container here")]
    [InlineData("deploy: { mode: replicated-job }", "error: `mode: replicated-job` cannot be honoured: only a cluster knows it")]
    [InlineData("deploy: { resources: { reservations: { generic_resources: [x] } } }", "warning: `generic_resources` has no effect")]
    [InlineData("build: { context: ., sbom: true }", "warning: `sbom` has no effect in a container: the engines' APIs")]
    [InlineData("build: { context: ., entitlements: [x] }", "warning: `entitlements` has no effect in a container")]
    [InlineData("volumes: [{ type: npipe, source: x, target: /x }]",
        "error: a mount of type npipe cannot be honoured: it belongs to Windows")]
    [InlineData("volumes: [{ type: cluster, source: x, target: /x }]",
        "error: a mount of type cluster cannot be honoured: it belongs to a cluster")]
    [InlineData("container_name: web\nscale: 2", "error: 2 containers cannot all be called web")]
    [InlineData("ports: ['8080:80']\nscale: 3", "warning: 3 containers cannot all have port 8080 of the host: the first to start has it")]
    [InlineData("labels: { com.docker.compose.project: other }", "error: the label `com.docker.compose.project` is Compose's own")]
    [InlineData("network_mode: container:x\nports: ['80:80']", "error: `ports` and `network_mode: container:x` exclude each other")]
    [InlineData("network_mode: host\nports: ['80:80']", "warning: `ports` have no effect with `network_mode: host`")]
    [InlineData("network_mode: container:x\nhostname: h", "error: `hostname` and `network_mode: container:x` exclude each other")]
    public void What_a_container_cannot_have_is_told(string lines, string expected)
    {
        var problems = Check(lines);
        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy: { mode: replicated, replicas: 2, labels: { a: b } }")]
    [InlineData("user: root\nread_only: true\ncap_drop: [ALL]\nsecurity_opt: [no-new-privileges]\ntmpfs: /x\ndevices: [/dev/x]")]
    [InlineData("networks: { default: { aliases: [x] } }\nhostname: h\ndns: 1.1.1.1\nattach: false\ndevelop: { watch: [] }\ntty: true")]
    [InlineData("ports: ['8080-8082:80', '81']\nscale: 3")]
    [InlineData("ports: ['8080:80']")]
    [InlineData("build: { context: ., args: { A: b } }\nvolumes: ['./a:/a', /v, { type: tmpfs, target: /t }]")]
    public void What_a_container_can_have_is_not(string lines) => Assert.Empty(Check(lines));

    [Theory]
    [InlineData("cache_from: ['x:1', 'type=registry,ref=x:2', 'type=gha']", "warning: `cache_from: type=gha` has no effect: through")]
    [InlineData("cache_to: ['type=inline', 'mode=max,type=inline']", "")]
    [InlineData("cache_to: ['type=registry,ref=x:2']", "warning: `cache_to: type=registry,ref=x:2` has no effect: through Docker's API")]
    [InlineData("cache_to: ['x:cache']", "warning: `cache_to: x:cache` has no effect")]
    public void A_cache_that_a_build_has_not_is_warned_about(string key, string expected)
    {
        var told = Check($"build: {{ context: ., {key} }}");
        Assert.Equal(expected.Length > 0 ? 1 : 0, told.Count);
        Assert.Contains(expected, string.Concat(told), StringComparison.Ordinal);
        Assert.All(Check($"build: {{ context: ., {key} }}", "podman"), static each => Assert.Contains("no effect on podman", each));
        Assert.NotEmpty(Check($"build: {{ context: ., {key} }}", "podman"));
    }

    [Theory]
    [InlineData("provider: { type: x }", "`provider` is not supported yet")]
    [InlineData("models: [m]", "`models` is not supported yet")]
    public void What_nothing_can_have_is_refused_by_name(string lines, string expected) =>
        Assert.Contains(expected, _document.ProblemsOfService("image: x\n" + lines), StringComparison.Ordinal);

    private List<string> Check(string lines, string runtime = "docker")
    {
        var service = _document.Service("image: x\n" + lines);
        var problems = new Problems();
        ContainerSupport.Check(service, runtime, problems);
        return [.. problems.ToList().Select(DocumentFixture.Show)];
    }
}
