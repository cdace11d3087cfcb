using Dxflow.Tests.Tidy;
using Dxflow.Workflows.Compose.Keys;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Keys;

/// <summary><c>docs/compose.md</c> is what the tables say, and the tables are complete. Taken over by <c>dev.cs approve</c>.</summary>
public sealed class ComposePageTests
{
    private const string Page = "docs/compose.md";

    /// <summary>The properties of each map in compose-spec's schema, read there and written down here.</summary>
    private static readonly Dictionary<string, string> Specification = new(StringComparer.Ordinal)
    {
        [""] = "configs include models name networks secrets services version volumes",
        ["services.*.healthcheck"] = "disable interval retries start_interval start_period test timeout",
        ["services.*.depends_on.*"] = "condition required restart",
        ["services.*.deploy"] =
            "endpoint_mode labels mode placement replicas resources restart_policy rollback_config update_config",
        ["services.*.deploy.resources"] = "limits reservations",
        ["services.*.deploy.resources.limits"] = "cpus memory pids",
        ["services.*.deploy.resources.reservations"] = "cpus devices generic_resources memory",
        ["services.*.deploy.resources.reservations.devices, services.*.gpus"] = "capabilities count device_ids driver options",
        ["services.*.deploy.restart_policy"] = "condition delay max_attempts window",
        ["services.*.env_file"] = "format path required",
        ["services.*.ports"] = "app_protocol host_ip mode name protocol published target",
        ["services.*.volumes"] = "bind consistency image read_only source target tmpfs type volume",
        ["services.*.volumes.bind"] = "create_host_path propagation recursive selinux",
        ["services.*.volumes.volume"] = "labels nocopy subpath",
        ["services.*.volumes.tmpfs"] = "mode size",
        ["services.*.volumes.image"] = "subpath",
        ["services.*.networks.*"] =
            "aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address priority",
        ["services.*.configs, services.*.secrets, services.*.build.secrets"] = "gid mode source target uid",
        ["services.*.build"] = "additional_contexts args cache_from cache_to context dockerfile dockerfile_inline entitlements extra_hosts "
            + "isolation labels network no_cache no_cache_filter platforms privileged provenance pull sbom secrets shm_size ssh tags "
            + "target ulimits",
        ["services.*.blkio_config"] =
            "device_read_bps device_read_iops device_write_bps device_write_iops weight weight_device",
        ["services.*.devices"] = "permissions source target",
        ["services.*.post_start, services.*.pre_stop"] = "command environment privileged user working_dir",
        ["services.*.logging"] = "driver options",
        ["services.*.ulimits.*"] = "hard soft",
        ["networks.*"] = "attachable driver driver_opts enable_ipv4 enable_ipv6 external internal ipam labels name",
        ["networks.*.ipam"] = "config driver options",
        ["networks.*.ipam.config"] = "aux_addresses gateway ip_range subnet",
        ["volumes.*"] = "driver driver_opts external labels name",
        ["configs.*"] = "content environment external file labels name template_driver",
        ["secrets.*"] = "driver driver_opts environment external file labels name template_driver",
    };

    private static IEnumerable<KeySection> Sections => ServiceSections.All.Concat(ProjectSections.All);

    public static TheoryData<string> Wheres => [.. Sections.Select(section => section.Where)];

    [Fact]
    public void The_page_says_what_the_tables_say()
    {
        var page = ComposePage.Text();
        Assert.Equal(ApprovedFile.Beside(Page, page), page);
    }

    [Fact]
    public void Every_map_of_the_specification_has_its_table() => Assert.Equal(
        Specification.Keys.Order(StringComparer.Ordinal), Sections.Select(section => section.Where).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Wheres))]
    public void A_table_has_every_key_of_the_specification_and_beside_them_only_ours(string where) => Assert.Equal(
        Specification[where].Split(' '),
        Sections.Single(section => section.Where == where).Keys.Select(key => key.Name)
            .Where(name => !name.StartsWith("x-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_refused_or_warned_about_in_a_container_says_why() => Assert.All(
        Sections.SelectMany(section => section.Keys),
        key => Assert.True(key.Containers is not (OnContainers.Warned or OnContainers.Refused) || key.Note.Length > 0, key.Name));
}
