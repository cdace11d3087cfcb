using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Platform;

/// <summary>Images made, named, moved and removed, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ImageTests(ContainerEngines engines)
{
    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task An_image_is_built_from_what_is_sent(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        platform.Home.Write("context/Other", $"""
            FROM {ContainerEngines.Image} AS first
            ARG WORD=none
            LABEL word=$WORD
            ENV API_KEY=geheim
            COPY hello /hello
            FROM first AS second
            LABEL stage=second
            """);
        platform.Home.Write("context/hello", "hello\n");
        var built = (await platform.Home.Shell(
            $"tar c -C {platform.Home.Path}/context . | $DXFLOW_BINARY platform image build --tag built:1 -f Other --target first "
            + $"--build-arg WORD=spoken --on {name}")).Expect(0).Complains("COPY hello /hello");
        Assert.NotEqual("", built.Output);

        var image = (await platform.Run("platform", "image", "inspect", "built:1", "-o", "json")).Expect(0).Json;
        Assert.Equal("spoken", image.GetProperty("labels").GetProperty("word").GetString());
        Assert.False(image.GetProperty("labels").TryGetProperty("stage", out _));
        Assert.Equal("***", image.GetProperty("environment").GetProperty("API_KEY").GetString());
        (await platform.Home.Shell($"printf x | $DXFLOW_BINARY platform image build --on {name}")).Expect(name == "docker" ? 1 : 1);
        (await platform.Run("platform", "image", "remove", "built:1", "--yes")).Expect(0);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task An_image_travels_as_an_archive(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        var (root, archive) = (platform.Home.Write("root/file", "content"), Path.Combine(platform.Home.Path, "saved.tar"));
        await Tool.Run("tar", "", "-C", Path.GetDirectoryName(root)!, "-cf", root + ".tar", "file");
        (await platform.Run("platform", "image", "import", "localhost/small:1", root + ".tar")).Expect(0).Says("localhost/small:1");
        (await platform.Run("platform", "image", "tag", "localhost/small:1", "localhost/other:2")).Expect(0);
        (await platform.Run("platform", "image", "tag", "localhost/small:1", "localhost/other@sha256:00")).Expect(2);
        (await platform.Run("platform", "image", "save", "localhost/other:2", archive)).Expect(0);
        Assert.True(new FileInfo(archive).Length > 512);
        (await platform.Run("platform", "image", "remove", "localhost/other:2", "--yes")).Expect(0);
        Assert.DoesNotContain("other", (await platform.Run("platform", "image", "list", "-o", "name")).Expect(0).Output);
        (await platform.Run("platform", "image", "load", archive)).Expect(0).Says("localhost/other:2");
        Assert.Contains("localhost/other:2\n", (await platform.Run("platform", "image", "list", "-o", "name")).Expect(0).Output);

        (await platform.Run("platform", "image", "save", "localhost/nowhere:1", archive)).Expect(3);
        (await platform.Run("platform", "image", "inspect", "localhost/nowhere:1")).Expect(3);
        await platform.Container("uses");
        var all = (await platform.Run("platform", "image", "prune", "--all", "--dry-run", "-o", "json")).Expect(0).Output;
        Assert.Contains("localhost/small:1", all);
        Assert.DoesNotContain(ContainerEngines.Image, all);
        (await platform.Run("platform", "image", "prune", "--all", "--yes")).Expect(0);
        var left = (await platform.Run("platform", "image", "list", "-o", "name")).Expect(0).Output;
        Assert.DoesNotContain("small", left);
        Assert.Contains(ContainerEngines.Image, left);
    }
}
