using System.Net.Sockets;
using System.Text;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes;

public sealed class AttemptFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string Exit => directory.File("exit");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_beginning_of_a_file_is_read()
    {
        Assert.Null(AttemptFile.Read(Exit, 16));
        Assert.Null(AttemptFile.Read(Path.Join(Exit, "below"), 16));
        File.WriteAllText(Exit, "12345");
        Assert.Equal("123", Encoding.ASCII.GetString(AttemptFile.Read(Exit, 3)!));
    }

    [Fact]
    public void What_a_task_may_have_put_in_its_place_is_neither_followed_nor_waited_for()
    {
        File.WriteAllText(directory.File("other"), "0\n");
        File.CreateSymbolicLink(Exit, directory.File("other"));
        Assert.Null(AttemptFile.Read(Exit, 16));

        File.Delete(Exit);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Exit));
        Assert.Null(AttemptFile.Read(Exit, 16));
    }

    [Fact]
    public void A_log_that_is_a_link_to_another_file_leaves_that_whole()
    {
        var other = directory.File("other");
        File.WriteAllBytes(other, Enumerable.Repeat((byte)7, 4 << 20).ToArray());
        File.CreateSymbolicLink(directory.File("stdout"), other);
        Assert.ThrowsAny<IOException>(() => LogFile.PunchHead(directory.File("stdout"), 4 << 20, 1 << 20));
        Assert.DoesNotContain((byte)0, File.ReadAllBytes(other));
    }
}
