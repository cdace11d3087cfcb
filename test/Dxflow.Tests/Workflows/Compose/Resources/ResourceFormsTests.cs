using Dxflow.Workflows.Compose.Specs;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Resources;

/// <summary>Networks, volumes, configs and secrets of the top level.</summary>
public sealed class ResourceFormsTests
{
    private readonly DocumentFixture _document = new();

    [Fact]
    public void A_network_with_everything()
    {
        var network = _document.Read("""
            services: { a: { image: x } }
            networks:
              n:
                name: net
                driver: bridge
                driver_opts: { mtu: 1400 }
                attachable: true
                internal: "true"
                enable_ipv4: false
                enable_ipv6: true
                labels: [l=1]
                ipam:
                  driver: default
                  options: { o: p }
                  config:
                    - { subnet: 172.28.0.0/16, ip_range: 172.28.5.0/24, gateway: 172.28.5.254, aux_addresses: { h: 172.28.1.5 } }
                    - subnet: 2001:db8::/64
            """).Networks[0].Network!;
        Assert.Equal(("n", "net", "bridge", true, true, false, true), (
            network.Key, network.Name, network.Driver, network.Attachable, network.Internal, network.EnableIpv4, network.EnableIpv6));
        Assert.Equal(("1400", "1", "p", "default"), (
            network.DriverOptions!["mtu"], network.Labels!["l"], network.Ipam!.Options!["o"], network.Ipam.Driver));
        var pool = network.Ipam.Pools![0];
        Assert.Equal(("172.28.0.0/16", "172.28.5.0/24", "172.28.5.254", "172.28.1.5"), (
            pool.Subnet, pool.IpRange, pool.Gateway, pool.AuxAddresses!["h"]));
        Assert.Equal("2001:db8::/64", network.Ipam.Pools[1].Subnet);
    }

    [Theory]
    [InlineData("{ external: true }", true, "")]
    [InlineData("{ external: 'true', name: other }", true, "other")]
    [InlineData("{ external: false, name: own }", false, "own")]
    [InlineData("", false, "")]
    public void External_networks_and_volumes(string body, bool external, string name)
    {
        var spec = _document.Read($"services: {{ a: {{ image: x }} }}\nnetworks:\n  n: {body}\nvolumes:\n  v: {body}");
        Assert.Equal((external, name), (spec.Networks[0].Network!.External, spec.Networks[0].Network!.Name));
        Assert.Equal((external, name), (spec.Volumes[0].Volume!.External, spec.Volumes[0].Volume!.Name));
    }

    [Fact]
    public void The_older_form_of_external_is_understood_and_told()
    {
        var spec = _document.TryRead("services: { a: { image: x } }\nvolumes: { v: { external: { name: other } } }")!.Spec;
        Assert.Equal("other", spec.Volumes[0].Volume!.Name);
        Assert.Contains("obsolete", DocumentFixture.Show(_document.Problems.ToList().Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_with_everything()
    {
        var volume = _document.Read("services: { a: { image: x } }\nvolumes: { v: { driver: local, driver_opts: { o: bind, n: 1 }, "
            + "labels: { l: 1 }, x-scope: run } }").Volumes[0].Volume!;
        Assert.Equal(("local", "bind", "1", "1", true), (
            volume.Driver, volume.DriverOptions!["o"], volume.DriverOptions["n"], volume.Labels!["l"], volume.RunOnly));
    }

    [Theory]
    [InlineData("networks: { n: { external: true, driver: x } }", "`driver` and `external` exclude each other")]
    [InlineData("volumes: { v: { external: true, labels: { a: b } } }", "`labels` and `external` exclude each other")]
    [InlineData("networks: { n: { labels: { com.docker.compose.project: x } } }",
        "the label `com.docker.compose.project` is Compose's own")]
    [InlineData("networks: { n: { ipam: { config: [{ subnet: 10.0.0 }] } } }", "`subnet` must be a subnet, and this is `10.0.0`")]
    [InlineData("networks: { n: { ipam: { config: [{ gateway: x }] } } }", "`gateway` must be an IP address")]
    [InlineData("networks: { n: { ipam: { config: x } } }", "`config` must be a list")]
    [InlineData("networks: { n: { ipam: { confg: [] } } }", "`confg` is no key of `ipam`")]
    [InlineData("networks: { n: { enable_ipv6: perhaps } }", "`enable_ipv6` must be true or false")]
    [InlineData("volumes: { ..: }", "`..` is no name of a volume")]
    [InlineData("volumes: { a/b: }", "`a/b` is no name of a volume")]
    [InlineData("volumes: { v: { x-scope: ever } }", "`x-scope` must be run or workflow")]
    public void What_is_wrong_is_told(string text, string expected) =>
        Assert.Contains(expected, _document.ProblemsOf("services: { a: { image: x } }\n" + text), StringComparison.Ordinal);

    [Theory]
    [InlineData("{ content: 'a${V}' }", "av", null)]
    [InlineData("{ environment: V }", "v", null)]
    [InlineData("{ file: ./f }", "text", null)]
    [InlineData("{ file: ./binary }", null, "/p/binary")]
    public void Configs_have_their_content_from_three_places(string config, string? content, string? path)
    {
        _document.Variables["V"] = "v";
        _document.Files["f"] = "text";
        var file = Config(config);
        Assert.Equal(new FileSourceSpec(content, path), file);
    }

    [Theory]
    [InlineData("{ external: true }", "is kept by a cluster")]
    [InlineData("{ content: a, template_driver: golang }", "is kept by a cluster")]
    [InlineData("{ environment: NOT_SET }", "is the variable NOT_SET, which is not set")]
    public void A_config_that_nobody_can_have_says_why(string config, string failure) =>
        Assert.Contains(failure, Config(config)!.Failure, StringComparison.Ordinal);

    [Fact]
    public void What_no_service_uses_is_not_read() => Assert.Null(
        _document.Read("services: { a: { image: x } }\nsecrets: { s: { file: ./none } }").Secrets[0].Source);

    private FileSourceSpec? Config(string config) =>
        _document.Read($"services: {{ a: {{ image: x, configs: [c] }} }}\nconfigs:\n  c: {config}").Configs[0].Source!;
}
