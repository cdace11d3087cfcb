using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class DescriptorStreamTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Two_writers_of_one_descriptor_do_not_overwrite_each_other()
    {
        var path = Path.Combine(_directory.Path, "out");
        using var file = FileCalls.Open(path, Libc.ReadWrite | Libc.Create);
        using var first = new DescriptorStream(file, "first");
        using var second = new DescriptorStream(file, "second");

        first.Write("one "u8);
        second.Write("two "u8);
        first.Write("three"u8);

        Assert.Equal("one two three", File.ReadAllText(path));
    }
}
