using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Process.Wrapper;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Wrapper;

public sealed class StartTokenTests : IDisposable
{
    private const string Stat = "42 (sh) S 10 20 30 0 -1 4194304 100 0 0 0 7 5 0 0 20 0 1 0 987654 2654208 400 1 1 1";
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void It_names_the_wrapper_and_the_cgroups()
    {
        var token = StartToken.Parse($"boot-id/4026 {Stat}\n/cg/one /cg/two\n");
        Assert.False(token.IsAbandoned);
        Assert.Equal(new ProcessIdentity(new ProcessPlace("boot-id", "4026"), 42, 987654), token.Wrapper);
        Assert.Equal("/cg/two", token.Cgroups.Unified);
    }

    [Fact]
    public void Without_a_place_as_on_a_clusters_node_it_is_nobodys_here()
    {
        var token = StartToken.Parse($" {Stat}\n\n");
        Assert.Equal(42, token.Wrapper!.Value.Pid);
        Assert.Null(token.Wrapper.Value.Open());
    }

    [Fact]
    public void Every_torn_prefix_is_an_empty_token()
    {
        var content = $"boot-id/4026 {Stat}\n/cg/one\n";
        for (var length = 0; length < content.Length; length++)
        {
            Assert.Equal(StartToken.Empty, StartToken.Parse(content[..length]));
        }
    }

    [Fact]
    public void It_is_abandoned_once_and_never_over_another()
    {
        Assert.Null(StartToken.Read(directory.Path));
        Assert.True(StartToken.TryAbandon(directory.Path));
        Assert.False(StartToken.TryAbandon(directory.Path));
        Assert.True(StartToken.Read(directory.Path)!.IsAbandoned);

        using var other = new TemporaryDirectory();
        File.WriteAllText(StartToken.PathIn(other.Path), "");
        Assert.False(StartToken.TryAbandon(other.Path));
        Assert.Equal(StartToken.Empty, StartToken.Read(other.Path));
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_an_error() =>
        Assert.Equal(Errno.NoEntry, Assert.Throws<DiskException>(() => StartToken.TryAbandon("/no/such/directory")).Errno);
}
