using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Containers;

/// <summary>Every form in which a key of a container may be written, and what a container engine is told.</summary>
public sealed class ContainerFormsTests
{
    private readonly DocumentFixture _document = new();

    [Theory]
    [InlineData("image: a:1\nplatform: linux/arm64/v8", "{image:{reference:a:1,platform:linux/arm64/v8}}")]
    [InlineData("pull_policy: always", "{image:{pull:always}}")]
    [InlineData("pull_policy: if_not_present", "")]
    [InlineData("pull_policy: never", "{image:{pull:never}}")]
    [InlineData("pull_policy: build", "{image:{pull:build}}")]
    [InlineData("pull_policy: weekly", "{image:{pull:weekly}}")]
    [InlineData("pull_policy: every_12h", "{image:{pull:refresh,refreshAfter:12:00:00}}")]
    [InlineData("pull_policy: every_1w2d", "{image:{pull:refresh,refreshAfter:9.00:00:00}}")]
    [InlineData("pull_policy: refresh\npull_refresh_after: 3d", "{image:{pull:refresh,refreshAfter:3.00:00:00}}")]
    [InlineData("build: ./b", "{image:{build:{context:/p/b,dockerfile:/p/b/Dockerfile}}}")]
    [InlineData("build: https://x/y.git#z:d", "{image:{build:{context:https://x/y.git#z:d,dockerfile:Dockerfile}}}")]
    [InlineData("build: { context: b, dockerfile: ../D }", "{image:{build:{context:/p/b,dockerfile:/p/D}}}")]
    [InlineData("build: { dockerfile_inline: FROM x }", "{image:{build:{context:/p,dockerfileInline:FROM x}}}")]
    public void An_image_is_named_pulled_or_built(string lines, string expected) => Shows(lines, expected);

    [Fact]
    public void A_build_with_everything()
    {
        _document.Variables["FROM_CLIENT"] = "c";
        Shows(
            """
            build:
              args: [A=1, FROM_CLIENT, NOT_SET]
              target: t
              labels: { l: 1 }
              tags: [x:1]
              cache_from: [x:0]
              extra_hosts: [h=1.2.3.4]
              network: none
              shm_size: 64m
              no_cache: true
              pull: "true"
              privileged: true
              isolation: default
              additional_contexts: { a: ./a, b: docker-image://x, c: "service:s", d: oci-layout://d }
              secrets: [s, { source: t, target: id }]
              ssh: [default, k=./key]
              ulimits: { nofile: 5 }
              platforms: [linux/amd64]
              cache_to: [x]
              sbom: true
            """,
            "{image:{build:{context:/p,dockerfile:/p/Dockerfile,args:{A:1,FROM_CLIENT:c},target:t,labels:{l:1},tags:[x:1],cacheFrom:[x:0],"
            + "extraHosts:[h:1.2.3.4],network:none,shmSizeBytes:67108864,noCache:true,pull:true,privileged:true,isolation:default,"
            + "additionalContexts:{a:/p/a,b:docker-image://x,c:service:s,d:oci-layout:///p/d},secrets:[{name:s,target:s,secret:true},"
            + "{name:t,target:id,secret:true}],ssh:[default,k=/p/key],ulimits:[{name:nofile,soft:5,hard:5}],platforms:[linux/amd64],"
            + "cacheTo:[x]}}}");
    }

    [Theory]
    [InlineData("networks: [n, m]", "{networking:{networks:[{network:m},{network:n}]}}")]
    [InlineData("networks: { m: { priority: -1 }, k: , n: { priority: 5 } }",
        "{networking:{networks:[{network:n},{network:k},{network:m}]}}")]
    [InlineData(
        "networks: { n: { aliases: [x, y], ipv4_address: 10.0.0.2, ipv6_address: 2001:db8::2, link_local_ips: [169.254.1.1], "
        + "mac_address: '02:42:ac:11:00:02', driver_opts: { o: 1 }, gw_priority: 3, interface_name: eth7 } }",
        "{networking:{networks:[{network:n,aliases:[x,y],ipv4Address:10.0.0.2,ipv6Address:2001:db8::2,linkLocalAddresses:[169.254.1.1],"
        + "macAddress:02:42:ac:11:00:02,driverOptions:{o:1},gatewayPriority:3,interfaceName:eth7}]}}")]
    [InlineData("network_mode: host", "{networking:{mode:host}}")]
    [InlineData("hostname: h.x\ndomainname: d.org\nmac_address: 02-42-ac-11-00-02",
        "{networking:{hostname:h.x,domainName:d.org,macAddress:02-42-ac-11-00-02}}")]
    [InlineData("dns: 1.1.1.1\ndns_search: [a, b]\ndns_opt: [ndots:1]",
        "{networking:{dns:[1.1.1.1],dnsSearch:[a,b],dnsOptions:[ndots:1]}}")]
    [InlineData("expose: [80, '8000-8010', 53/udp]", "{networking:{expose:[80,8000-8010,53/udp]}}")]
    [InlineData("extra_hosts: ['a=1.2.3.4', 'b:::1', 'c=[::2]', d=host-gateway]",
        "{networking:{extraHosts:[a:1.2.3.4,b:::1,c:::2,d:host-gateway]}}")]
    [InlineData("extra_hosts: { a: 1.2.3.4, b: [1.1.1.1, 2.2.2.2] }", "{networking:{extraHosts:[a:1.2.3.4,b:1.1.1.1,b:2.2.2.2]}}")]
    [InlineData("links: [s, t:alias]\nexternal_links: [x:y]", "{networking:{links:[s,t:alias],externalLinks:[x:y]}}")]
    [InlineData("ports: ['127.0.0.1:8080:80/udp', 9000, '5000-5005:50', { target: 7, published: '70-79', protocol: sctp, mode: host }]",
        "{networking:{ports:[{target:80,published:8080,hostAddress:127.0.0.1,protocol:udp},{target:9000,protocol:tcp},"
        + "{target:50,published:5000-5005,protocol:tcp},{target:7,published:70-79,protocol:sctp}]}}")]
    public void Networking_in_all_forms(string lines, string expected) => Shows(lines, expected);

    [Theory]
    [InlineData("volumes: ['./a:/x/../a/:ro,z,rshared']",
        "{mounts:[{type:bind,source:/p/a,target:/a,readOnly:true,propagation:rshared,createHostPath:true,seLinux:z}]}")]
    [InlineData("volumes: ['v:/x:nocopy', /y]", "{mounts:[{type:volume,source:v,target:/x,noCopy:true},{type:volume,target:/y}]}")]
    [InlineData("volumes: [{ type: bind, source: a, target: /a }]", "{mounts:[{type:bind,source:/p/a,target:/a}]}")]
    [InlineData(
        "volumes: [{ type: bind, source: a, target: /a, bind: { propagation: slave, selinux: Z, recursive: readonly } }]",
        "{mounts:[{type:bind,source:/p/a,target:/a,propagation:slave,createHostPath:true,seLinux:Z,recursive:readonly}]}")]
    [InlineData("volumes: [{ type: bind, source: a, target: /a, bind: { create_host_path: false } }]",
        "{mounts:[{type:bind,source:/p/a,target:/a}]}")]
    [InlineData("volumes: [{ type: volume, source: v, target: /a, volume: { nocopy: true, subpath: a/b, labels: [l=1] }, "
        + "consistency: cached }]",
        "{mounts:[{type:volume,source:v,target:/a,noCopy:true,subPath:a/b,consistency:cached,labels:{l:1}}]}")]
    [InlineData("volumes: [{ type: tmpfs, target: /a, tmpfs: { size: 1m, mode: 01777 } }]",
        "{mounts:[{type:tmpfs,target:/a,tmpfsSizeBytes:1048576,tmpfsMode:1023}]}")]
    [InlineData("volumes: [{ type: image, source: 'i:1', target: /a, image: { subpath: d } }]",
        "{mounts:[{type:image,source:i:1,target:/a,subPath:d}]}")]
    [InlineData("tmpfs: /a", "{mounts:[{type:tmpfs,target:/a}]}")]
    [InlineData("tmpfs: ['/a:size=64m,mode=755,ro,noexec,uid=5']",
        "{mounts:[{type:tmpfs,target:/a,readOnly:true,tmpfsSizeBytes:67108864,tmpfsMode:493,tmpfsOptions:noexec,uid=5}]}")]
    [InlineData("volumes_from: [s, 's2:ro', 'container:c']", "{volumesFrom:[s,s2:ro,container:c]}")]
    public void Mounts_in_all_forms(string lines, string expected) => Shows(lines, expected);

    [Theory]
    [InlineData("configs: [c]\nsecrets: [s]", "{files:[{name:c,target:/c},{name:s,target:/run/secrets/s,secret:true}]}")]
    [InlineData("configs: [{ source: c, target: x/y, uid: '5', gid: 6, mode: 0440 }]",
        "{files:[{name:c,target:/x/y,uid:5,gid:6,mode:288}]}")]
    [InlineData("secrets: [{ source: s, target: t, mode: '400' }, { source: s, target: /abs }]",
        "{files:[{name:s,target:/run/secrets/t,mode:256,secret:true},{name:s,target:/abs,secret:true}]}")]
    public void Configs_and_secrets(string lines, string expected) => Shows(lines, expected);

    [Theory]
    [InlineData("privileged: true\ncap_add: [CAP_NET_ADMIN, sys_ptrace]\ncap_drop: [ALL]\nsysctls: { net.core.somaxconn: 1024 }",
        "{security:{privileged:true,capAdd:[NET_ADMIN,SYS_PTRACE],capDrop:[ALL],sysctls:{net.core.somaxconn:1024}}}")]
    [InlineData("security_opt: [no-new-privileges, 'seccomp:prof.json', 'seccomp=unconfined', 'label:type:t']\nsysctls: [a=b]",
        "{security:{securityOptions:[no-new-privileges,seccomp={},seccomp=unconfined,label:type:t],sysctls:{a:b}}}")]
    [InlineData("pid: host\nipc: shareable\nuts: host\nuserns_mode: keep-id\ncgroup: private\ncgroup_parent: m\nisolation: default",
        "{namespaces:{pid:host,ipc:shareable,uts:host,users:keep-id,cgroup:private,cgroupParent:m,isolation:default}}")]
    [InlineData("ipc: service:s\npid: container:c", "{namespaces:{pid:container:c,ipc:service:s}}")]
    [InlineData("user: '5:6'\ngroup_add: [video, 44]\ninit: true\ntty: true\nstdin_open: true\nread_only: true\nruntime: runsc\n"
        + "container_name: c1\nuse_api_socket: true\nannotations: { a: b }\nstorage_opt: { size: 1G }",
        "{name:c1,user:5:6,groupAdd:[video,44],init:true,tty:true,stdinOpen:true,readOnly:true,runtime:runsc,annotations:{a:b},"
        + "storageOptions:{size:1G},useApiSocket:true}")]
    [InlineData("logging: { driver: json-file, options: { max-size: 10m, max-file: 3 } }",
        "{logging:{driver:json-file,options:{max-size:10m,max-file:3}}}")]
    [InlineData("post_start: [{ command: 'a \"b c\"', user: root, privileged: true, working_dir: /w, environment: [A=1] }]\n"
        + "pre_stop: [{ command: [x, y] }]",
        "{postStart:[{command:[a,b c],user:root,privileged:true,workingDirectory:/w,environment:{A:1}}],preStop:[{command:[x,y]}]}")]
    public void Rights_and_life(string lines, string expected) => Shows(lines, expected);

    [Theory]
    [InlineData("mem_limit: 1g\nmem_reservation: 512m\nmemswap_limit: 2g\nmem_swappiness: 60\nshm_size: 64mb\npids_limit: 100",
        "{limits:{memoryReservationBytes:536870912,memorySwapBytes:2147483648,memorySwappiness:60,shmSizeBytes:67108864,pids:100}}")]
    [InlineData("memswap_limit: -1\npids_limit: -1", "{limits:{memorySwapBytes:-1,pids:-1}}")]
    [InlineData("deploy: { resources: { limits: { pids: 7 } } }", "{limits:{pids:7}}")]
    [InlineData("oom_kill_disable: true\noom_score_adj: -500\ncpu_shares: 512\ncpu_period: 100000\ncpu_quota: 50ms\ncpu_rt_period: 1400us\n"
        + "cpu_rt_runtime: '400ms'\ncpuset: 0-2,5\ncpu_count: 2\ncpu_percent: 50",
        "{limits:{oomKillDisable:true,oomScoreAdjust:-500,cpuShares:512,cpuPeriod:100000,cpuQuota:50000,cpuRealtimePeriod:1400,"
        + "cpuRealtimeRuntime:400000,cpuSet:0-2,5,cpuCount:2,cpuPercent:50}}")]
    [InlineData("cpu_quota: -1", "{limits:{cpuQuota:-1}}")]
    [InlineData("ulimits: { nproc: 65535, nofile: { soft: 20000, hard: 40000 }, memlock: -1 }",
        "{limits:{ulimits:[{name:nproc,soft:65535,hard:65535},{name:nofile,soft:20000,hard:40000},{name:memlock,soft:-1,hard:-1}]}}")]
    [InlineData("blkio_config: { weight: 300, weight_device: [{ path: /dev/sda, weight: 400 }], "
        + "device_read_bps: [{ path: /dev/sdb, rate: 12mb }], "
        + "device_write_iops: [{ path: /dev/sdb, rate: 30 }] }",
        "{limits:{blockIo:{weight:300,deviceWeights:{/dev/sda:400},readBytes:{/dev/sdb:12582912},writeOperations:{/dev/sdb:30}}}}")]
    [InlineData("devices: [/dev/a, '/dev/a:/dev/b', '/dev/a:/dev/b:r', '/dev/a:rw', 'v.com/c=x', "
        + "{ source: /dev/c, target: /dev/d, permissions: m }]",
        "{devices:{host:[{source:/dev/a,target:/dev/a,permissions:rwm},{source:/dev/a,target:/dev/b,permissions:rwm},"
        + "{source:/dev/a,target:/dev/b,permissions:r},{source:/dev/a,target:/dev/a,permissions:rw},{source:v.com/c=x,permissions:rwm},"
        + "{source:/dev/c,target:/dev/d,permissions:m}]}}")]
    [InlineData("device_cgroup_rules: ['c 1:3 mr', 'a 7:* rmw']", "{devices:{cgroupRules:[c 1:3 mr,a 7:* rmw]}}")]
    [InlineData("gpus: all", "{devices:{requests:[{capabilities:[gpu],count:-1}]}}")]
    [InlineData("gpus: [{ driver: nvidia, count: 2 }, { device_ids: ['0'], capabilities: [utility], options: { a: b } }]",
        "{devices:{requests:[{capabilities:[gpu],driver:nvidia,count:2},{capabilities:[utility,gpu],ids:[0],options:{a:b}}]}}")]
    [InlineData("deploy: { resources: { reservations: { devices: [{ capabilities: [gpu], count: all }, { capabilities: [tpu] }] } } }",
        "{devices:{requests:[{capabilities:[gpu],count:-1},{capabilities:[tpu],count:-1}]}}")]
    public void Limits_and_devices(string lines, string expected) => Shows(lines, expected);

    [Theory]
    [InlineData("mem_limit: 1g", "")]
    [InlineData("hostname:\ndns:\nvolumes:\nnetworks:\nconfigs:\nulimits:\ngpus:\nblkio_config:\npost_start:\nbuild:", "")]
    [InlineData("hostname: ${H:-h}\ncpu_shares: ${N:-5}", "{networking:{hostname:h},limits:{cpuShares:5}}")]
    public void What_is_not_given_is_nothing_and_variables_are_resolved(string lines, string expected) => Shows(lines, expected);

    [Fact]
    public void Labels_come_from_files_first()
    {
        _document.Files["l"] = "a=1\nb=2\n";
        var labels = _document.Service("label_file: l\nlabels: { b: 3 }").Labels;
        Assert.Equal("a=1;b=3", string.Join(';', labels.Select(label => $"{label.Key}={label.Value.Value}")));
    }

    [Theory]
    [InlineData("network_mode: service:s", "s restart")]
    [InlineData("ipc: service:s\npid: service:t", "s restart, t restart")]
    [InlineData("links: [s, 't:x']\nvolumes_from: ['u:ro', container:other]", "s restart, t restart, u")]
    [InlineData("links: [s]\ndepends_on: { s: { condition: service_healthy } }", "s")]
    public void What_is_used_must_have_started(string lines, string expected)
    {
        var text = DocumentFixture.Document(lines) + "  s: { image: x }\n  t: { image: x }\n  u: { image: x }\n";
        var found = _document.Read(text).Services[0].DependsOn.Select(each => each.Service + (each.Restart ? " restart" : ""));
        Assert.Equal(expected, string.Join(", ", found));
    }

    private void Shows(string lines, string expected)
    {
        _document.Files["prof.json"] = "{}";
        var spec = _document.Read(
            DocumentFixture.Document(lines) + "  s: { image: x }\n  s2: { image: x }\n  t: { image: x }\nnetworks: { n: , m: , k: }\n"
            + "volumes: { v: }\nconfigs: { c: { content: x } }\nsecrets: { s: { environment: X } }\n");
        var container = spec.Services[0].Container;
        Assert.Equal(expected, ContainerText.Show(container));
    }
}
