using Dxflow.Objects;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Objects;

public sealed class ObjectPathTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("a/./b//c/", "a/b/c")]
    [InlineData("ü – b/*?[x]", "ü – b/*?[x]")]
    [InlineData("...", "...")]
    [InlineData("-rf", "-rf")]
    public void A_path_is_its_names(string text, string path) => Assert.Equal(path, ObjectPath.Parse(text).Text);

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31m")]
    public void What_cannot_be_a_path_is_refused(string text) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => ObjectPath.Parse(text)).Info.Code);

    [Fact]
    public void Half_a_character_is_refused()
    {
        Refused("a" + '\ud800' + "b");
        Refused("a" + '\ud800');
        Refused('\udc00' + "b");
        Assert.Equal("\ud83d\ude00", ObjectPath.Parse("\ud83d\ude00").Text);
    }

    [Fact]
    public void Names_depth_and_length_are_bounded()
    {
        Assert.Equal(255, ObjectPath.Parse(new string('n', 255)).Text.Length);
        Refused(new string('n', 256));
        Refused(new string('ü', 128));
        Assert.NotEmpty(ObjectPath.Parse(string.Join('/', Enumerable.Repeat("d", 64))).Text);
        Refused(string.Join('/', Enumerable.Repeat("d", 65)));
        Refused(string.Join('/', Enumerable.Repeat(new string('n', 200), 21)));
        Refused(new string('/', 1) + new string('.', 5000));
    }

    [Fact]
    public void The_top_is_no_object_of_its_own()
    {
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => ObjectPath.ParseBelow("./")).Info.Code);
        Assert.True(ObjectPath.Parse("a/b").IsBelow(ObjectPath.Parse("a")));
        Assert.False(ObjectPath.Parse("ab").IsBelow(ObjectPath.Parse("a")));
        Assert.True(ObjectPath.Parse("a").IsBelow(ObjectPath.Parse("")));
    }

    private static void Refused(string text) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => ObjectPath.Parse(text)).Info.Code);
}
