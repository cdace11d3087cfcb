using Dxflow.Foundation.Sockets;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Sockets;

public sealed class PortHolderTests : IDisposable
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private readonly TemporaryDirectory _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void The_process_that_listens_is_named_and_one_that_is_only_connected_is_not()
    {
        Table("tcp", Row("0100007F:0F5F", "01", 0, 77), Row("0100007F:0F5F", "0A", 0, 78));
        Process(12, "other", "socket:[77]");
        Process(1234, "nginx", "/dev/null", "socket:[78]");
        Assert.Equal("process 1234 (nginx)", PortHolder.Find(3935, _proc.Path));
        Assert.Null(PortHolder.Find(3936, _proc.Path));
    }

    [Fact]
    public void Of_a_process_that_cannot_be_seen_the_user_is_named()
    {
        Table("tcp6", Row("00000000000000000000000000000000:0F5F", "0A", 1001, 80));
        Assert.Equal("user 1001", PortHolder.Find(3935, _proc.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n")]
    [InlineData("   0: 0100007F 00000000:0000 0A\n")]
    [InlineData("   0: 0100007F:XYZ 00000000:0000 0A 0 0 0 0 0 1\n")]
    public void A_table_that_is_not_understood_names_nobody(string row)
    {
        Table("tcp", row);
        Assert.Null(PortHolder.Find(3935, _proc.Path));
    }

    private static string Row(string local, string state, int user, int inode) =>
        $"   0: {local} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000  {user}        0 {inode} 1 0000 100 0 0 10 0\n";

    private void Table(string name, params string[] rows)
    {
        Directory.CreateDirectory(_proc.File("net"));
        File.WriteAllText(_proc.File("net/" + name), Head + string.Concat(rows));
    }

    private void Process(int pid, string name, params string[] files)
    {
        Directory.CreateDirectory(_proc.File($"{pid}/fd"));
        File.WriteAllText(_proc.File($"{pid}/comm"), name + "\n");
        for (var i = 0; i < files.Length; i++)
        {
            File.CreateSymbolicLink(_proc.File($"{pid}/fd/{i}"), files[i]);
        }
    }
}
