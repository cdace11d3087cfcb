using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Services;

/// <summary>Every form in which a value may be written, and what it becomes.</summary>
public sealed class ServiceFormsTests
{
    private readonly DocumentFixture _document = new();

    [Theory]
    [InlineData("command: [a, 'b c', 5, true]", "a|b c|5|true")]
    [InlineData("command: a 'b c' \"d \\\"e\\\"\" f\\ g", "a|b c|d \"e\"|f g")]
    [InlineData("command: a ''", "a|")]
    [InlineData("command: []", "")]
    [InlineData("command: ''", "")]
    [InlineData("command:", "none")]
    [InlineData("command: [\"$${HOME}\", \"${V}\"]", "${HOME}|one two")]
    [InlineData("command: run $V '$V'", "run|one|two|one two")]
    [InlineData("command: 'echo {{ x }}'", "echo|{{|x|}}")]
    [InlineData("command: |\n  a b\n    c", "a|b|c")]
    public void Command_is_a_list_or_split_words(string lines, string expected)
    {
        _document.Variables["V"] = "one two";
        Assert.Equal(expected, DocumentFixture.Show(_document.Service(lines).Command));
    }

    [Theory]
    [InlineData("command: 'a {{ inputs.x y }}b \"c {{ d }}\" {{ ...e }}'", "a|<inputs.x y>b|c <d>|<...e>")]
    [InlineData("command: ['{{ a }}', 'x{{ b }}']", "<a>|x<b>")]
    [InlineData("entrypoint: 'a{{ b }}'", "a<b>")]
    [InlineData("command: 'a $V{{ b }}'", "a|one|two<b>")]
    public void References_in_a_step_are_indivisible(string lines, string expected)
    {
        _document.Variables["V"] = "one two";
        var service = _document.Service(lines + "\nx-step:");
        Assert.True(service.IsStep);
        Assert.Equal(expected, DocumentFixture.Show(service.Command ?? service.Entrypoint));
    }

    [Theory]
    [InlineData("environment: { A: 1, B: 'x', C: true, D: '', E: '${V}', HOST: , NONE: }", "A=1;B=x;C=true;D=;E=v;HOST=box")]
    [InlineData("environment: [A=1, B, HOST, C=, 'D=a=b', 'E=$V']", "A=1;HOST=box;C=;D=a=b;E=v")]
    [InlineData("environment:", "")]
    [InlineData("env_file: a.env\nenvironment: [B=own]", "A=1;B=own;E=v")]
    [InlineData("env_file: [a.env, sub/b.env]", "A=2;B=2;E=v;F=2v")]
    [InlineData("env_file:\n  - path: none.env\n    required: false\n  - path: raw.env\n    format: raw", "A=\"$V\"")]
    [InlineData("env_file: a.env\nenvironment: [B]", "A=1;E=v")]
    public void Environment_of_files_then_own_values(string lines, string expected)
    {
        _document.Variables["V"] = "v";
        _document.Variables["HOST"] = "box";
        _document.Files["a.env"] = "A=1\nB=2\nE=$V\n";
        _document.Files["sub/b.env"] = "A=2\nF=${B}${V}\n";
        _document.Files["raw.env"] = "A=\"$V\"\n";
        var environment = _document.Service(lines).Environment;
        Assert.Equal(expected, string.Join(';', environment.Select(pair => $"{pair.Key}={DocumentFixture.Show(pair.Value.Value)}")));
    }

    [Fact]
    public void Environment_of_a_step_takes_references_in_both_forms()
    {
        Assert.Equal("<x>", DocumentFixture.Show(_document.Service("x-step:\nenvironment: ['A={{ x }}']").Environment["A"].Value));
        Assert.Equal("a<x>b", DocumentFixture.Show(_document.Service("x-step:\nenvironment: { A: 'a{{ x }}b' }").Environment["A"].Value));
    }

    [Theory]
    [InlineData("depends_on: [b, c, b]", "b Started short;c Started short")]
    [InlineData("depends_on: { b: { condition: service_started, restart: true } }", "b Started restart")]
    [InlineData("depends_on: { b: { condition: service_completed_successfully, required: false } }", "b Succeeded optional")]
    [InlineData("depends_on: { h: { condition: service_healthy } }", "h Healthy")]
    public void Depends_on_short_and_long(string lines, string expected)
    {
        var document = DocumentFixture.Document(lines) + "  b: { command: x }\n  c: { command: x }\n  h: { healthcheck: { test: x } }\n";
        var shown = _document.Read(document).Services[0].DependsOn.Select(d => $"{d.Service} {d.Condition}"
            + (d.ConditionWritten ? "" : " short") + (d.Required ? "" : " optional") + (d.Restart ? " restart" : ""));
        Assert.Equal(expected, string.Join(';', shown));
    }

    [Theory]
    [InlineData("{ test: curl -f x }", "/bin/sh|-c|curl -f x", false)]
    [InlineData("{ test: [CMD, curl, -f] }", "curl|-f", false)]
    [InlineData("{ test: [CMD-SHELL, curl || exit 1] }", "/bin/sh|-c|curl || exit 1", false)]
    [InlineData("{ test: [NONE] }", "NONE", true)]
    [InlineData("{ disable: true }", "", true)]
    [InlineData("{ interval: 1m30s }", "", false)]
    public void Health_test_in_all_forms(string check, string words, bool disabled)
    {
        var health = _document.Service($"healthcheck: {check}").Healthcheck!;
        Assert.Equal((words, disabled), (string.Join('|', health.Test), health.Disabled));
    }

    [Fact]
    public void Health_times_are_durations()
    {
        var health = _document.Service(
            "healthcheck: { test: x, interval: 1m30s, timeout: 500ms, retries: '3', start_period: 1h, start_interval: 2s }").Healthcheck!;
        Assert.Equal(
            (90_000, 500, 3, 3_600_000, 2_000),
            (health.Interval!.Value.Value.TotalMilliseconds, health.Timeout!.Value.Value.TotalMilliseconds, health.Retries!.Value.Value,
                health.StartPeriod!.Value.Value.TotalMilliseconds, health.StartInterval!.Value.Value.TotalMilliseconds));
    }

    [Theory]
    [InlineData("restart: no", "No")]
    [InlineData("restart: 'no'", "No")]
    [InlineData("restart: always", "Always")]
    [InlineData("restart: unless-stopped", "UnlessStopped")]
    [InlineData("restart: on-failure", "OnFailure")]
    [InlineData("restart: on-failure:3", "OnFailure 3")]
    [InlineData("restart: on-failure:0", "OnFailure")]
    [InlineData("deploy: { restart_policy: { condition: on-failure, max_attempts: 2, delay: 5s } }", "OnFailure 2 5s")]
    [InlineData("deploy: { restart_policy: { condition: any } }", "Always")]
    [InlineData("deploy: { restart_policy: { condition: none } }", "No")]
    public void Restart_policies_in_both_places(string lines, string expected)
    {
        var restart = _document.Service(lines).Restart!;
        Assert.Equal(
            expected,
            $"{restart.Condition}{(restart.Limit is { } n ? $" {n}" : "")}{(restart.Delay is { } d ? $" {d.TotalSeconds}s" : "")}");
    }

    [Theory]
    [InlineData("8080", "any:8080/tcp")]
    [InlineData("'80:8080'", "80:8080/tcp")]
    [InlineData("'80:8080/udp'", "80:8080/udp")]
    [InlineData("127.0.0.1:80:8080", "127.0.0.1 80:8080/tcp")]
    [InlineData("'127.0.0.1::8080'", "127.0.0.1 any:8080/tcp")]
    [InlineData("'[::1]:80:8080'", "::1 80:8080/tcp")]
    [InlineData("3000-3001", "any:3000/tcp;any:3001/tcp")]
    [InlineData("9000-9001:3000-3001", "9000:3000/tcp;9001:3001/tcp")]
    [InlineData("{ target: 80, published: '8080', host_ip: 127.0.0.1, protocol: udp, mode: host, name: web }", "127.0.0.1 8080:80/udp")]
    [InlineData("{ target: '80' }", "any:80/tcp")]
    public void Ports_in_all_forms(string port, string expected)
    {
        var ports = _document.Service($"ports: [{port}]").Ports.Select(
            p => $"{(p.HostAddress is null ? "" : p.HostAddress + " ")}{p.Published?.ToString() ?? "any"}:{p.Target}/{p.Protocol}");
        Assert.Equal(expected, string.Join(';', ports));
    }

    [Theory]
    [InlineData("./d:/d", "bind /p/d -> /d")]
    [InlineData("../d:/d:ro", "bind /d -> /d ro")]
    [InlineData("/x/y:/d:rw,z", "bind /x/y -> /d")]
    [InlineData("~/d:/d", "bind /u/d -> /d")]
    [InlineData("v:/d", "volume v -> /d")]
    [InlineData("/d", "volume  -> /d")]
    [InlineData("{ type: bind, source: ., target: /d, read_only: true }", "bind /p -> /d ro")]
    [InlineData("{ type: volume, source: v, target: /d, volume: { nocopy: true } }", "volume v -> /d")]
    [InlineData("{ type: tmpfs, target: /d, tmpfs: { size: 1m } }", "tmpfs  -> /d")]
    public void Volumes_in_all_forms(string mount, string expected)
    {
        _document.Variables["HOME"] = "/u";
        var found = _document.Read(
            DocumentFixture.Document($"volumes: [\"{mount}\"]".Replace("\"{", "{").Replace("}\"", "}")) + "volumes: { v: }\n")
            .Services[0].Volumes.Single().Value;
        Assert.Equal(expected, $"{found.Type} {found.Source} -> {found.Target}{(found.ReadOnly ? " ro" : "")}");
    }

    [Theory]
    [InlineData(
        "deploy: { resources: { limits: { cpus: '1.5', memory: 1G }, reservations: { cpus: 0.5, memory: 256m } } }",
        "1.5 1073741824 0.5 268435456")]
    [InlineData("cpus: 2\nmem_limit: 1gb\nmem_reservation: 512m", "2 1073741824  536870912")]
    [InlineData("mem_limit: 1073741824", " 1073741824  ")]
    [InlineData("cpus: 0\nmem_limit: 0", "   ")]
    [InlineData("cpus: ${N:-3}", "3   ")]
    public void Resources_of_deploy_or_of_older_keys(string lines, string expected)
    {
        var r = _document.Service(lines).Resources;
        Assert.Equal(expected, $"{r.LimitCpus?.Value} {r.LimitMemoryBytes?.Value} {r.ReservedCpus?.Value} {r.ReservedMemoryBytes?.Value}");
    }

    [Theory]
    [InlineData("SIGINT", "SIGINT")]
    [InlineData("int", "SIGINT")]
    [InlineData("9", "SIGKILL")]
    public void Stop_signal_by_name_or_number(string text, string expected) =>
        Assert.Equal(expected, _document.Service($"stop_signal: {text}").StopSignal!.Value.Value);

    [Fact]
    public void Everything_else_is_kept()
    {
        var service = _document.Service(
            "image: img:${TAG:-1}\nbuild: { context: . }\nworking_dir: /w\nuser: '1000'\ncontainer_name: cc\ntty: true\nstdin_open: false\n"
            + "stop_grace_period: 20s\nprofiles: [x, y]\nlabels: { a: 1 }\nscale: 2\nhostname: h\nx-own: { any: [thing] }\n"
            + "ulimits: { nofile: { soft: 1, hard: 2 } }\nlogging: { driver: none }\nextra_hosts: ['a=1.2.3.4']");
        Assert.Equal("img:1", service.Image!.Value.Value);
        Assert.NotNull(service.Build);
        Assert.Equal("/w", DocumentFixture.Show(service.WorkingDirectory!.Value.Value));
        Assert.Equal(
            ("1000", "cc", true, false),
            (service.User!.Value.Value, service.ContainerName!.Value.Value, service.Tty!.Value.Value, service.StdinOpen!.Value.Value));
        Assert.Equal(TimeSpan.FromSeconds(20), service.StopGracePeriod!.Value.Value);
        Assert.Equal(["x", "y"], service.Profiles.Select(profile => profile.Value));
        Assert.Equal("1", DocumentFixture.Show(service.Labels["a"].Value));
        Assert.Equal(2, service.Replicas!.Value.Value);
        Assert.Equal("x-own", service.Extensions.Single().Key.Text);
        Assert.Equal("h", ((Dxflow.Workflows.Compose.Nodes.ScalarNode)service.Node["hostname"]!).Text);
    }
}
