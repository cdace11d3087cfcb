using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class BuilderChoiceTests
{
    private static readonly ImageBuild Plain = new("/c");
    private static readonly ImageBuild Secret = Plain with { Secrets = [new ContainerFile("s", "s", Content: "x")] };
    private static readonly ImageBuild Further = Plain with { AdditionalContexts = new Dictionary<string, string> { ["x"] = "/y" } };
    private static readonly ApiVersion Docker = ApiVersion.Of("1.41");
    private static readonly ApiVersion Newer = ApiVersion.Of("1.42", builder: "2");
    private static readonly ApiVersion Without = ApiVersion.Of("1.41", builder: "1");
    private static readonly ApiVersion Podman = ApiVersion.Of("1.41", "4.3.1");

    [Fact]
    public void BuildKit_builds_wherever_it_can_do_what_is_asked()
    {
        Assert.Equal(Builder.BuildKit, Of(Plain, Docker));
        Assert.Equal(Builder.BuildKit, Of(Secret with { Ssh = ["default"], Network = "host", Platforms = ["linux/amd64"] }, Docker));
        Assert.Equal(Builder.BuildKit, Of(Plain with { ShmSizeBytes = 1, Ulimits = [new ContainerUlimit("nofile", 1, 1)] }, Newer));
        Assert.Equal(Builder.BuildKit, Of(Plain with { Platforms = ["linux/amd64", "linux/arm64"], CacheTo = ["type=local"] }, Docker));
        Assert.Equal(Builder.Classic, Of(Plain, Without));
        Assert.Equal(Builder.Classic, Of(Plain, ApiVersion.Of("1.38")));
        Assert.Equal(Builder.Classic, Of(Plain with { ShmSizeBytes = 1 }, Docker));
        Assert.Equal(Builder.Classic, Of(Plain with { Ulimits = [new ContainerUlimit("nofile", 1, 1)] }, Docker));
        Assert.Equal(Builder.Classic, Of(Plain with { Network = "mine" }, Newer));
        Assert.Equal(Builder.Buildah, Of(Plain, Podman));
        Assert.Equal(Builder.Buildah, Of(Secret, Podman));
        Assert.Equal(Builder.Buildah, Of(Further, Podman));
    }

    [Fact]
    public void What_no_builder_there_can_do_is_refused_by_name_all_at_once()
    {
        Refused(Plain with { Privileged = true, Entitlements = ["network.host"] }, Newer, "`privileged`", "`entitlements`");
        Refused(Plain with { Entitlements = ["network.host"] }, Podman, "`entitlements`");
        Refused(Further, Newer, "`additional_contexts`");
        Refused(Secret with { Ssh = ["default"] }, Without, "`secrets`", "`ssh`");
        Refused(Secret with { Network = "mine" }, Newer, "`secrets`", "`network`");
        Refused(Secret with { ShmSizeBytes = 1 }, Docker, "`secrets`", "`shm_size`");
        Refused(Plain with { Ssh = ["default"], Privileged = true }, Podman, "`ssh`", "`privileged`");
        Refused(Secret, ApiVersion.Of("1.40", "3.4.4"), "`secrets`");
        Refused(Further, ApiVersion.Of("1.41", "5.7.0"), "`additional_contexts`");
        Assert.Throws<Fault>(() => BuilderChoice.Of(new ContainerImage("i", Build: Further), Podman, isLocal: false));
        Assert.Equal(
            Builder.BuildKit,
            BuilderChoice.Of(new ContainerImage("i", Platform: "a", Build: Plain with { Platforms = ["a", "b"] }), Docker, true));
    }

    private static Builder Of(ImageBuild build, ApiVersion version) =>
        BuilderChoice.Of(new ContainerImage("i", Build: build), version, isLocal: true);

    private static void Refused(ImageBuild build, ApiVersion version, params string[] names)
    {
        var said = Assert.Throws<Fault>(() => Of(build, version)).Info.Detail;
        Assert.All(names, name => Assert.Contains(name, said, StringComparison.Ordinal));
    }
}
