using Dxflow.Workflows.Compose.Keys;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Keys;

public sealed class ServiceKeysTests
{
    /// <summary>The properties of a service in compose-spec's schema, read there and written down here.</summary>
    private const string Specification =
        "develop deploy annotations attach build blkio_config cap_add cap_drop cgroup cgroup_parent command configs container_name "
        + "cpu_count cpu_percent cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus cpuset credential_spec depends_on "
        + "device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file label_file environment expose extends "
        + "provider external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation labels links logging "
        + "mac_address mem_limit mem_reservation mem_swappiness memswap_limit network_mode models networks oom_kill_disable "
        + "oom_score_adj pid pids_limit platform ports pre_start post_start pre_stop privileged profiles pull_policy "
        + "pull_refresh_after read_only restart runtime scale security_opt shm_size secrets sysctls stdin_open stop_grace_period "
        + "stop_signal storage_opt tmpfs tty ulimits use_api_socket user uts userns_mode volumes volumes_from working_dir";

    [Fact]
    public void Every_key_of_the_specification_is_known_and_no_other() => Assert.Equal(
        Specification.Split(' ').Order(StringComparer.Ordinal),
        ServiceKeys.All.Keys.Concat(ServiceKeys.NotYet.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(OnProcess.Refused, "user read_only cap_drop security_opt devices")]
    [InlineData(OnProcess.Warned, "networks hostname dns dns_opt dns_search extra_hosts image build init logging platform")]
    public void Process_answers_as_the_format_says(object answer, string keys) =>
        Assert.All(keys.Split(' '), key => Assert.Equal(answer, ServiceKeys.All[key].OnProcess));

    [Fact]
    public void What_containers_warn_about_or_refuse_says_why() => Assert.All(
        ServiceKeys.All.Values.Where(static key => key.Containers is OnContainers.Warned or OnContainers.Refused),
        static key => Assert.NotEmpty(key.ContainersWhy));

    [Fact]
    public void What_is_warned_about_or_refused_says_why() => Assert.All(
        ServiceKeys.All.Values,
        key => Assert.Equal(key.OnProcess is OnProcess.Warned or OnProcess.Refused, key.Why.Length > 0));
}
