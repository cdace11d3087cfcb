using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Containers;

/// <summary>What people get wrong in the keys of a container: each value has its problem, in its place.</summary>
public sealed class ContainerProblemTests
{
    private readonly DocumentFixture _document = new();

    [Theory]
    [InlineData("pull_policy: sometimes", "3:18: error: `sometimes` is no pull policy")]
    [InlineData("pull_policy: every_day", "error: `pull_policy` must have a duration, and this is `day`")]
    [InlineData("pull_policy: refresh", "error: `pull_policy: refresh` has no `pull_refresh_after`")]
    [InlineData("platform: linux-x", "error: `platform` must be os[/arch[/variant]], and this is `linux-x`")]
    [InlineData("platform: linux/arm64\nbuild: { platforms: [linux/amd64] }",
        "error: `build.platforms` does not have the service's platform")]
    [InlineData("build: { dockerfile: D, dockerfile_inline: x }", "error: `dockerfile` and `dockerfile_inline` exclude each other")]
    [InlineData("build: { contxt: . }", "error: `contxt` is no key of `build` [Did you mean `context`?]")]
    [InlineData("build: []", "error: `build` must be a text, and this is a list")]
    [InlineData("container_name: '-x'", "error: `-x` is no name of a container")]
    [InlineData("hostname: a_b!", "error: `hostname` must be a host name, and this is `a_b!`")]
    [InlineData("mac_address: 02:42", "error: `mac_address` must be a MAC address, and this is `02:42`")]
    [InlineData("dns: [1.1.1]", "error: an entry of `dns` must be an IP address, and this is `1.1.1`")]
    [InlineData("expose: [a]", "error: an entry of `expose` must be a port, and this is `a`")]
    [InlineData("extra_hosts: [a]", "error: `a=` is no host with its address")]
    [InlineData("extra_hosts: { a: 1.2 }", "error: `a=1.2` is no host with its address")]
    [InlineData("extra_hosts: x", "error: `extra_hosts` must be a map or a list")]
    [InlineData("networks: { default: { ipv4_address: '::1' } }", "error: `ipv4_address` must be an IPv4 address, and this is `::1`")]
    [InlineData("networks: { default: { ipv6_address: 1.2.3.4 } }", "error: `ipv6_address` must be an IPv6 address")]
    [InlineData("networks: { default: { alias: [x] } }", "error: `alias` is no key of `default` in `networks` [Did you mean `aliases`?]")]
    [InlineData("network_mode: 'service:'", "error: `network_mode` names no service")]
    [InlineData("pid: sometimes", "error: `pid` must be host, private, service:NAME or container:NAME, and this is `sometimes`")]
    [InlineData("cap_add: [NET_ADMN]", "error: `NET_ADMN` in `cap_add` is no capability [Did you mean `NET_ADMIN`?]")]
    [InlineData("security_opt: ['seccomp=none.json']", "error: the seccomp profile none.json cannot be read: it does not exist")]
    [InlineData("mem_swappiness: 101", "error: `mem_swappiness` must be a whole number from 0 to 100, and this is `101`")]
    [InlineData("oom_score_adj: 1001", "error: `oom_score_adj` must be a whole number from -1000 to 1000")]
    [InlineData("memswap_limit: 1g", "error: `memswap_limit` is memory and swap together")]
    [InlineData("shm_size: large", "error: `shm_size` must be a size, and this is `large`")]
    [InlineData("cpu_period: soon", "error: `cpu_period` must be a time, and this is `soon`")]
    [InlineData("cpuset: all", "error: `cpuset` must be a list of cpus, and this is `all`")]
    [InlineData("pids_limit: 5\ndeploy: { resources: { limits: { pids: 6 } } }",
        "error: `pids_limit` says 5, and `deploy.resources.limits.pids` says 6")]
    [InlineData("ulimits: { nofiles: 3 }", "error: `nofiles` is no key of `ulimits` [Did you mean `nofile`?]")]
    [InlineData("ulimits: { nofile: { soft: 3 } }", "error: `nofile` in `ulimits` needs both limits")]
    [InlineData("ulimits: { nofile: { soft: 3, hard: 2 } }", "error: the soft limit of `nofile` is above the hard one")]
    [InlineData("blkio_config: { device_read_bps: [{ path: sda, rate: 1 }] }",
        "error: an entry of `device_read_bps` needs a device's path")]
    [InlineData("blkio_config: { weight: 2000 }", "error: `weight` must be a whole number from 0 to 1000")]
    [InlineData("devices: [sda]", "error: `sda` is no device")]
    [InlineData("devices: ['/dev/a:/dev/b:x']", "error: `/dev/a:/dev/b:x` is no device")]
    [InlineData("device_cgroup_rules: ['c 1']", "error: an entry of `device_cgroup_rules` must be a rule such as `c 1:3 mr`")]
    [InlineData("gpus: some", "error: `gpus` must be all, and this is `some`")]
    [InlineData("gpus: [{ count: 1, device_ids: ['0'] }]", "error: `count` and `device_ids` exclude each other")]
    [InlineData("deploy: { resources: { reservations: { devices: [{ count: 1 }] } } }", "error: an entry of `devices` has no capabilities")]
    [InlineData("post_start: [{ user: x }]", "error: an entry of `post_start` has no command")]
    [InlineData("pre_stop: x", "error: `pre_stop` must be a list, and this is a text")]
    [InlineData("logging: { drivr: x }", "error: `drivr` is no key of `logging` [Did you mean `driver`?]")]
    [InlineData("tmpfs: a", "error: `a` is no absolute path")]
    [InlineData("tmpfs: ['/a:size=x']", "error: `size=x` is no option of a tmpfs")]
    [InlineData("tmpfs: /a\nvolumes: ['./x:/a']", "error: something is mounted at /a already")]
    [InlineData("volumes: [{ type: bind, source: ., target: /a, bind: { propagation: some } }]", "error: `propagation` must be private, ")]
    [InlineData("volumes: [{ type: volume, target: /a, volume: { subpath: ../x } }]", "error: the subpath `../x` leaves the volume")]
    [InlineData("volumes: [{ type: volume, target: /a, bind: { selinux: z } }]", "warning: `bind` has no effect on a mount of type volume")]
    [InlineData("volumes: [{ type: tmpfs, source: x, target: /a }]", "error: a tmpfs has no source")]
    [InlineData("volumes: [{ type: image, target: /a }]", "error: an image mount has no source")]
    [InlineData("secrets: [{ target: x }]", "error: an entry of `secrets` has no source")]
    [InlineData("secrets: x", "error: `secrets` must be a list, and this is a text")]
    [InlineData("annotations: x", "error: `annotations` must be a map or a list, and this is a text")]
    [InlineData("annotations: ['=x']", "error: `annotations` has an entry without a name")]
    [InlineData("label_file: none", "error: the label file none cannot be read: it does not exist")]
    [InlineData("network_mode: service:a", "error: `a` depends on itself")]
    [InlineData("links: [nobody]", "error: `a` depends on `nobody`, which is no service of this document")]
    public void A_wrong_value_is_told_in_its_place(string lines, string expected)
    {
        var problems = _document.ProblemsOfService(lines);
        Assert.Contains(expected, problems, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problems.Replace("; ", "").TrimEnd('\n'));
    }

    [Fact]
    public void All_of_them_are_told_at_once()
    {
        var problems = _document.ProblemsOfService("hostname: '!'\ncap_add: [X]\nshm_size: x\ndevices: [y]\nulimits: { z: 1 }");
        Assert.Equal([3, 4, 5, 6, 7], _document.Problems.ToList().Select(problem => problem.Line));
        Assert.Equal(5, problems.Split('\n').Length);
    }

    [Fact]
    public void A_mode_that_is_no_octal_number_is_asked_about() => Assert.Contains(
        "`mode` is read as a decimal number: 440 is 0670",
        _document.ProblemsOf("services: { a: { image: x, configs: [{ source: c, mode: 440 }] } }\nconfigs: { c: { content: x } }"),
        StringComparison.Ordinal);
}
