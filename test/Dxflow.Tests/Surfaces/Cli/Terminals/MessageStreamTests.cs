using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Terminals;

public sealed class MessageStreamTests
{
    [Fact]
    public void What_cannot_be_said_stops_nobody()
    {
        using var full = new DescriptorStream(File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write), "standard error");
        Assert.Throws<DiskFullException>(() => full.Write([1]));
        using var messages = new StreamWriter(new MessageStream(full)) { AutoFlush = true };
        messages.WriteLine("nobody hears it");
    }

    [Fact]
    public void What_can_be_said_is_said()
    {
        var heard = new MemoryStream();
        using (var messages = new StreamWriter(new MessageStream(heard)) { AutoFlush = true })
        {
            messages.Write("heard");
        }

        Assert.Equal("heard", Encoding.UTF8.GetString(heard.ToArray()));
    }
}
