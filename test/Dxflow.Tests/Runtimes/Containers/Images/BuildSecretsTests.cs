using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class BuildSecretsTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void They_are_what_the_plan_has_or_what_the_file_holds_byte_for_byte()
    {
        byte[] bytes = [0, 255, 10, 13];
        File.WriteAllBytes(_disk.File("s"), bytes);
        var secrets = Of(new ContainerFile("a", "one", Content: "täxt"), new ContainerFile("b", "two", _disk.File("s")));

        Assert.Equal("täxt", Encoding.UTF8.GetString(secrets.ById["one"]));
        Assert.Equal(bytes, secrets.ById["two"]);
        Assert.Same(BuildSecrets.None, BuildSecrets.Of(new ImageBuild("/c")));
    }

    [Theory]
    [InlineData("a,src=../../etc/shadow")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("../a")]
    public void An_id_that_a_builder_could_take_for_something_else_is_refused(string id) =>
        Assert.Contains("no id", Fails(new ContainerFile("a", id, Content: "x")), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_file_or_too_large_is_refused()
    {
        File.WriteAllBytes(_disk.File("most"), new byte[BuildSecrets.SecretBytesMax]);
        File.WriteAllBytes(_disk.File("more"), new byte[BuildSecrets.SecretBytesMax + 1]);
        Assert.Equal(BuildSecrets.SecretBytesMax, Of(new ContainerFile("a", "a", _disk.File("most"))).ById["a"].Length);
        Assert.Contains("larger", Fails(new ContainerFile("a", "a", _disk.File("more"))), StringComparison.Ordinal);
        Assert.Contains(
            "larger", Fails(new ContainerFile("a", "a", Content: new string('ä', BuildSecrets.SecretBytesMax / 2) + "1")),
            StringComparison.Ordinal);
        Assert.Contains("no file", Fails(new ContainerFile("a", "a", "/dev/zero")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Fails(new ContainerFile("a", "a", _disk.File("none"))), StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_taken_out_of_what_is_told_whole_and_line_by_line()
    {
        var secrets = Of(new ContainerFile("a", "a", Content: "first line\nother line\n"), new ContainerFile("b", "b", Content: "no"));
        Assert.Equal("it was ***", secrets.Hidden("it was first line"));
        Assert.Equal("***\n", secrets.Hidden("first line\nother line\n"));
        Assert.Equal("no", secrets.Hidden("no"));
        Assert.Null(secrets.Hidden(null));
    }

    private static BuildSecrets Of(params ContainerFile[] files) => BuildSecrets.Of(new ImageBuild("/c", Secrets: files));

    private static string Fails(ContainerFile file) => Assert.Throws<Fault>(() => Of(file)).Info.Detail;
}
