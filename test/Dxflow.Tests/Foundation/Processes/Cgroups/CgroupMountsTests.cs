using Dxflow.Foundation.Processes.Cgroups;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Cgroups;

public sealed class CgroupMountsTests
{
    [Fact]
    public void A_unified_hierarchy_alone_is_found()
    {
        var mounts = CgroupMounts.Parse(
            "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
            "0::/system.slice/dxflow.service\n");
        Assert.Equal(new CgroupMounts("/sys/fs/cgroup/system.slice/dxflow.service"), mounts);
    }

    [Fact]
    public void A_unified_mount_beside_the_old_ones_is_found_with_their_limits()
    {
        var mounts = CgroupMounts.Parse(
            """
            30 29 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct
            31 29 0:28 / /sys/fs/cgroup/cpuset rw shared:11 - cgroup cgroup rw,cpuset
            32 29 0:29 / /sys/fs/cgroup/memory rw shared:12 - cgroup cgroup rw,memory
            33 29 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """,
            "5:memory:/user/alice\n4:cpuset:/\n3:cpu,cpuacct:/\n0::/\n");
        Assert.Equal(
            new CgroupMounts("/sys/fs/cgroup/unified", "/sys/fs/cgroup/memory/user/alice", "/sys/fs/cgroup/cpu,cpuacct"), mounts);
    }

    [Fact]
    public void Inside_a_container_the_mount_may_begin_below_the_root()
    {
        var mounts = CgroupMounts.Parse(
            "32 29 0:29 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
            + "33 29 0:30 /other /cg\\040two rw - cgroup2 none rw\n",
            "5:memory:/docker/abc/inner\n0::/elsewhere\n");
        Assert.Equal(new CgroupMounts("/cg two", "/sys/fs/cgroup/memory/inner"), mounts);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("nonsense\n", "nonsense\n")]
    [InlineData("1 2 3 / /mnt rw - ext4 /dev/sda rw\n", "0::/\n")]
    public void Without_cgroups_there_are_none(string mountInfo, string memberships) =>
        Assert.Equal(new CgroupMounts(null), CgroupMounts.Parse(mountInfo, memberships));
}
