using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Documents.Demands;

/// <summary>Every way out of a container that a document can write, against callers who may take it and who may not.</summary>
public sealed class ContainerDemandsTests : IDisposable
{
    private const int EngineUser = 1000;

    private static readonly Caller Local = new("alice", Permission.Workflow, new LocalPeer(1, EngineUser, EngineUser), default);
    private static readonly Caller Remote = Local with { Local = null };

    private readonly TemporaryDirectory _disk = new();

    private readonly PlanBench _bench = new()
    {
        Options = new PlanOptions(new MachineCapacity(8, 16L << 30), Runtime: "docker", Runtimes: ["docker"]),
    };

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("privileged: true", "privileged")]
    [InlineData("image: oci:/var/lib/x:1", "image")]
    [InlineData("image: docker-archive:../x.tar", "image")]
    [InlineData("volumes: [{ type: image, source: 'dir:/etc', target: /x }]", "volumes")]
    [InlineData("volumes: [/etc:/etc]", "volumes")]
    [InlineData("volumes: ['../x:/x:ro']", "volumes")]
    [InlineData("volumes: ['/var/run/docker.sock:/s']", "volumes")]
    [InlineData("volumes: ['/:/host']", "volumes")]
    [InlineData("volumes: [{ type: bind, source: ./x, target: /x, bind: { propagation: rshared } }]", "volumes")]
    [InlineData("use_api_socket: true", "use_api_socket")]
    [InlineData("network_mode: host", "network_mode")]
    [InlineData("network_mode: container:other", "network_mode")]
    [InlineData("network_mode: other_default", "network_mode")]
    [InlineData("network_mode: ns:/proc/1/ns/net", "network_mode")]
    [InlineData("pid: host", "pid")]
    [InlineData("pid: container:other", "pid")]
    [InlineData("ipc: host", "ipc")]
    [InlineData("uts: host", "uts")]
    [InlineData("cgroup: host", "cgroup")]
    [InlineData("userns_mode: host", "userns_mode")]
    [InlineData("userns_mode: ns:/proc/1/ns/user", "userns_mode")]
    [InlineData("cgroup_parent: /", "cgroup_parent")]
    [InlineData("devices: [/dev/sda]", "devices")]
    [InlineData("device_cgroup_rules: ['b *:* rwm']", "device_cgroup_rules")]
    [InlineData("gpus: all", "gpus")]
    [InlineData("deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }", "deploy")]
    [InlineData("cap_add: [sys_admin]", "cap_add")]
    [InlineData("cap_add: [CAP_ALL]", "cap_add")]
    [InlineData("security_opt: ['seccomp:unconfined']", "security_opt")]
    [InlineData("security_opt: ['apparmor=other']", "security_opt")]
    [InlineData("security_opt: ['label=disable']", "security_opt")]
    [InlineData("security_opt: ['systempaths=unconfined']", "security_opt")]
    [InlineData("security_opt: ['no-new-privileges=false']", "security_opt")]
    [InlineData("security_opt: ['seccomp={}']", "security_opt")]
    [InlineData("runtime: runc", "runtime")]
    [InlineData("oom_kill_disable: true", "oom_kill_disable")]
    [InlineData("oom_score_adj: -1", "oom_score_adj")]
    [InlineData("logging: { driver: syslog }", "logging")]
    [InlineData("logging: { options: { path: /etc/cron.d/x } }", "logging")]
    [InlineData("annotations: { run.oci.handler: krun }", "annotations")]
    [InlineData("post_start: [{ command: x, privileged: true }]", "post_start")]
    [InlineData("pre_stop: [{ command: x, privileged: true }]", "pre_stop")]
    [InlineData("volumes_from: [container:other]", "volumes_from")]
    [InlineData("external_links: [other]", "external_links")]
    [InlineData("build: /etc", "build")]
    [InlineData("build: { context: ., dockerfile: /etc/shadow }", "build")]
    [InlineData("build: { context: ., additional_contexts: { a: /etc } }", "build")]
    [InlineData("build: { context: ., additional_contexts: { a: 'oci-layout:///etc' } }", "build")]
    [InlineData("build: { context: ., additional_contexts: { a: 'docker-image://dir:/etc/x' } }", "build")]
    [InlineData("build: { context: ., cache_from: ['type=local,src=/etc'] }", "build")]
    [InlineData("build: { context: ., network: host }", "build")]
    [InlineData("build: { context: ., privileged: true }", "build")]
    [InlineData("build: { context: ., ssh: [default] }", "build")]
    public void A_service_that_asks_for_more_than_itself_is_refused_by_its_key(string lines, string key)
    {
        var refused = Refused(Document(lines), Local);
        var problem = Assert.Single(refused);
        Assert.StartsWith($"`{key}`: `a` ", problem.Message, StringComparison.Ordinal);
        Assert.Equal(("f.yaml", 4), (problem.File, problem.Line));
    }

    [Theory]
    [InlineData("volumes: { v: { driver_opts: { type: none, o: bind, device: /etc } } }", "volumes.v")]
    [InlineData("volumes: { v: { driver_opts: { o: 'ro, rbind', device: / } } }", "volumes.v")]
    [InlineData("volumes: { v: { driver_opts: { type: ext4, device: /dev/sda1 } } }", "volumes.v")]
    [InlineData("volumes: { v: { driver_opts: { type: overlay, o: 'lowerdir=/,upperdir=/tmp/u,workdir=/tmp/w', device: overlay } } }",
        "volumes.v")]
    [InlineData("volumes: { v: { driver: local, driver_opts: { type: nfs, o: 'addr=1.2.3.4', device: ':/x' } } }", "volumes.v")]
    [InlineData("volumes: { v: { driver: local-persist } }", "volumes.v")]
    [InlineData("volumes: { v: { external: true, name: other_db } }", "volumes.v")]
    [InlineData("volumes: { v: { name: other_db } }", "volumes.v")]
    [InlineData("volumes: { v: { name: p_x_db } }", "volumes.v")]
    [InlineData("networks: { default: { external: true, name: other_default } }", "networks.default")]
    [InlineData("networks: { default: { name: other_default } }", "networks.default")]
    [InlineData("networks: { default: { driver: macvlan, driver_opts: { com.docker.network.driver.mtu: 1 } } }", "networks.default")]
    [InlineData("networks: { default: { driver: host } }", "networks.default")]
    [InlineData("networks: { default: { driver_opts: { com.docker.network.bridge.name: docker0 } } }", "networks.default")]
    [InlineData("networks: { default: { ipam: { driver: other } } }", "networks.default")]
    [InlineData("networks: { default: { ipam: { config: [{ subnet: 8.8.8.0/24 }] } } }", "networks.default")]
    [InlineData("networks: { default: { ipam: { config: [{ subnet: 10.0.0.0/7 }] } } }", "networks.default")]
    [InlineData("secrets: { s: { file: /etc/machine-id.bin } }", "secrets.s")]
    public void What_services_share_is_refused_as_well_and_once(string top, string key)
    {
        var used = key[0] == 'v' ? "volumes: ['v:/v']" : key[0] == 's' ? "secrets: [s]" : "networks: [default]";
        var document = $"name: p\nservices:\n  a: {{ image: x, {used} }}\n{top}\n";
        var second = $"name: p\nservices:\n  a: {{ image: x, {used} }}\n  b: {{ image: x, {used} }}\n{top}\n";
        Assert.StartsWith($"`{key}`: `a` ", Assert.Single(Refused(document, Local)).Message, StringComparison.Ordinal);
        Assert.Single(Refused(second, Local));
    }

    [Theory]
    [InlineData("image: x")]
    [InlineData("image: registry.example.org:5000/a/b:1.2@sha256:0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("image: oci:1")]
    [InlineData("volumes: ['./data:/d', 'v:/v', /anonymous, { type: tmpfs, target: /t }, { type: image, source: i, target: /i }]")]
    [InlineData("build: { context: ./b, additional_contexts: { a: ./a, b: 'docker-image://x' }, cache_from: ['x:1'], network: none }")]
    [InlineData("build: https://example.org/x.git")]
    [InlineData("cap_add: [NET_BIND_SERVICE, chown]\ncap_drop: [ALL]\nsecurity_opt: ['no-new-privileges:true']")]
    [InlineData("pid: service:b\nipc: shareable\nuserns_mode: keep-id:uid=5\ncgroup: private")]
    [InlineData("network_mode: none")]
    [InlineData("network_mode: service:b")]
    [InlineData("oom_score_adj: 500\nulimits: { nofile: 100 }\nsysctls: { net.core.somaxconn: 1 }\nuser: root\ngroup_add: [root]")]
    [InlineData("logging: { driver: json-file, options: { max-size: 1m } }\nannotations: { note: x }\n"
        + "post_start: [{ command: x, user: root }]")]
    [InlineData("ports: ['80:80']\ndns: 1.1.1.1\nextra_hosts: ['x=1.2.3.4']\nlinks: [b]\nvolumes_from: [b]")]
    public void A_container_that_asks_for_nothing_beyond_itself_needs_nothing(string lines) =>
        Assert.Empty(Refused(Document(lines), Local));

    [Theory]
    [InlineData("volumes: ['./data:/d']", "volumes")]
    [InlineData("build: .", "build")]
    public void The_workflows_directory_counts_for_the_engines_user_on_this_machine_alone(string lines, string key)
    {
        Assert.Empty(Refused(Document(lines), Local));
        Assert.Empty(Refused(Document(lines), Local with { Local = new LocalPeer(1, 0, 0) }));
        foreach (var caller in (Caller[])[Remote, Local with { Local = new LocalPeer(1, 4711, 4711) }])
        {
            Assert.StartsWith($"`{key}`", Assert.Single(Refused(Document(lines), caller)).Message, StringComparison.Ordinal);
        }

        var elsewhere = _bench.Plan(Document(lines)) with { Elsewhere = true };
        Assert.Throws<Fault>(() => PlanRights.Contained(elsewhere, Local, new ContainerAllowance(EngineUser: EngineUser)));
    }

    [Fact]
    public void All_of_them_are_told_at_once_with_what_would_allow_them()
    {
        var refused = Refused(Document("privileged: true\ndevices: [/dev/x]\nvolumes: ['/data:/d']\nexternal_links: [o]"), Local);
        Assert.Equal([4, 5, 6, 7], refused.Select(problem => problem.Line));
        Assert.Equal(
            ["allow-privileged", "allow-devices", "allow-host-paths", "allow-external"],
            refused.Select(problem => problem.Fix!.Split(' ')[^4]));
    }

    [Theory]
    [InlineData("v: { external: true, name: other_db }", false)]
    [InlineData("v: { name: other_db }", false)]
    [InlineData("v: { driver_opts: { type: none, o: bind, device: /etc } }", false)]
    [InlineData("v: { driver: local-persist }", false)]
    [InlineData("v:", true)]
    public void What_is_read_from_a_volume_at_the_start_is_had_as_if_it_was_mounted(string volume, bool isFree)
    {
        var refused = Refused(
            "name: p\nservices:\n  a: { image: x, command: [a], x-step: { inputs: { f: 'volume:v/x' } } }\nvolumes: { " + volume + " }\n",
            Local);
        Assert.Equal(isFree ? [] : ["`volumes.v`"], refused.Select(static problem => problem.Message[..11]));
    }

    [Fact]
    public void What_a_running_job_has_of_its_own_is_no_demand_of_who_looks_into_it()
    {
        var plan = RunProject.OfRun(
            _bench.Plan("name: p\nservices: { a: { image: x, command: [a], volumes: ['v:/v', 'w:/w'], x-step: } }\n"
                + "volumes: { v: , w: { x-scope: run } }"), 3);
        Assert.Equal(["p_v", "p-r3_w"], plan.Project!.Volumes.Select(static volume => volume.Name));
        PlanRights.CheckContainers(plan, plan.Nodes, Remote, new ContainerAllowance());
        var up = RunProject.OfRun(
            _bench.Plan("name: p\nservices: { a: { image: x, command: [a], volumes: ['w:/w'] } }\nvolumes: { w: { x-scope: run } }"), 3);
        PlanRights.CheckContainers(up, up.Nodes, Remote, new ContainerAllowance());
    }

    [Theory]
    [InlineData("Workflow, Platform")]
    [InlineData("Master")]
    public void Who_has_the_platform_may_have_all_of_it(string permissions)
    {
        var plan = _bench.Plan(Document("privileged: true\nvolumes: ['/:/host']\nuse_api_socket: true"));
        var caller = new Caller("root", Enum.Parse<Permission>(permissions), null, default);
        Assert.Null(PlanRights.Contained(plan, caller, new ContainerAllowance()).Project!.Reach);
    }

    [Fact]
    public void An_engine_may_allow_paths_devices_names_or_everything()
    {
        var text = Document("volumes: ['/data/x:/d']\ndevices: [/dev/kvm]\ngpus: all\nvolumes_from: ['container:c']\nexternal_links: [l]");
        var allowance = new ContainerAllowance(HostPaths: ["/data"], Devices: ["/dev/kvm", "gpu"], External: ["c", "l"]);
        Assert.Empty(Refused(text, Remote, allowance));
        Assert.Equal(["/data"], PlanRights.Contained(_bench.Plan(text), Remote, allowance).Project!.Reach!.Roots);
        Assert.Single(Refused(Document("volumes: ['/database:/d']"), Remote, allowance));
        Assert.Single(Refused(Document("privileged: true"), Remote, allowance));
        Assert.Empty(Refused(Document("privileged: true\nvolumes: ['/:/host']"), Remote, new ContainerAllowance(Everything: true)));
    }

    [Theory]
    [InlineData("/run")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/srv/engine/identity.pem")]
    [InlineData("/srv")]
    [InlineData("/run/user/1000/podman")]
    [InlineData("/var/lib/docker/overlay2")]
    public void No_allowed_directory_opens_a_socket_or_the_engines_home(string path)
    {
        var allowance = new ContainerAllowance(HostPaths: ["/"], Guarded: ["/srv/engine"]);
        var problem = Assert.Single(Refused(Document($"volumes: ['{path}:/d']"), Remote, allowance));
        Assert.Contains("gives the machine away", problem.Message, StringComparison.Ordinal);
        Assert.Contains("allow-privileged", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_the_workflows_directory_leads_where_it_leads()
    {
        Directory.CreateSymbolicLink(Path.Combine(_disk.Path, "out"), "/etc");
        Directory.CreateSymbolicLink(Path.Combine(_disk.Path, "socket"), "/var/run/docker.sock");
        Directory.CreateDirectory(Path.Combine(_disk.Path, "in"));
        var plan = _bench.Plan(Document($"volumes: ['{_disk.Path}/out/x:/a', '{_disk.Path}/socket:/b', '{_disk.Path}/in:/c']"));
        var fault = Assert.Throws<Fault>(
            () => PlanRights.Contained(plan with { ProjectDirectory = _disk.Path }, Local, new ContainerAllowance(EngineUser: EngineUser)));
        Assert.Equal(2, fault.Info.Problems!.Count);
        Assert.Contains("leads to /etc/x, outside", fault.Info.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("docker.sock, which gives the machine away", fault.Info.Problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_beside_a_container_needs_what_the_container_needs()
    {
        var plan = _bench.Plan("services: { a: { image: x }, b: { image: x, privileged: true } }");
        PlanRights.CheckContainers(plan, [plan.Nodes[0]], Remote, new ContainerAllowance());
        Assert.Throws<Fault>(() => PlanRights.CheckContainers(plan, [plan.Nodes[1]], Remote, new ContainerAllowance()));
    }

    private static string Document(string lines) =>
        "name: p\nservices:\n  a:\n" + string.Concat(lines.Split('\n').Select(line => $"    {line}\n"))
        + (lines.Contains("image: ") || lines.Contains("build: ") ? "" : "    image: x\n")
        + "  b: { image: x, networks: [own] }\nnetworks: { own: }\nvolumes: { v: }\n";

    private IReadOnlyList<Problem> Refused(string text, Caller caller, ContainerAllowance? allowance = null)
    {
        var plan = _bench.Plan(text);
        try
        {
            var contained = PlanRights.Contained(plan, caller, allowance ?? new ContainerAllowance(EngineUser: EngineUser));
            Assert.Equal(allowance is { Everything: true }, contained.Project!.Reach is null);
            return [];
        }
        catch (Fault fault)
        {
            Assert.Equal(FaultKind.Forbidden, fault.Info.Code);
            return fault.Info.Problems!;
        }
    }
}
