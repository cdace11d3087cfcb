using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Platform.Registries;
using Dxflow.Storage;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Platform.Registries;

public sealed class RegistryStoreTests
{
    private const string Path = "/registries";
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);
    private static readonly KeptLogin Login = new("registry.example:5000", "ci", Now, "geheim");
    private readonly ScriptedDisk _disk = new();

    private RegistryStore Store => new(_disk, Path);

    [Fact]
    public void A_login_is_there_for_the_next_engine()
    {
        Store.Put(Login);
        var sent = Store.For(Login.Server)!;
        Assert.Equal(("ci", "geheim", null, Login.Server), (sent.UserName, sent.Password, sent.IdentityToken, sent.ServerAddress));
        Assert.Null(Store.For("other.example"));
        Assert.Equal([Login], Store.Logins);
    }

    [Fact]
    public void A_token_stands_for_the_password()
    {
        Store.Put(new KeptLogin(RegistryStore.Hub, "ci", Now, null, "token"));
        var sent = Store.For(RegistryStore.Hub)!;
        Assert.Equal((null, "token"), (sent.Password, sent.IdentityToken));
        Assert.Equal(["https://index.docker.io/v1/"], Store.All().Keys);
    }

    [Fact]
    public void After_a_logout_no_file_holds_the_password()
    {
        Store.Put(Login);
        Assert.True(Store.Remove(Login.Server));
        Assert.False(Store.Remove(Login.Server));
        Assert.Null(Store.For(Login.Server));
        foreach (var entry in _disk.List("/"))
        {
            Assert.DoesNotContain("geheim", Encoding.UTF8.GetString(AtomicFile.Read(_disk, "/" + entry.Name, 1 << 20)!));
        }
    }

    [Fact]
    public void A_login_that_replaces_another_is_the_one_that_counts()
    {
        Store.Put(Login);
        Store.Put(Login with { Password = "neu" });
        Assert.Equal("neu", Store.For(Login.Server)!.Password);
        Assert.Single(Store.Logins);
    }

    [Fact]
    public void There_is_a_most()
    {
        var store = Store;
        for (var i = 0; i < RegistryStore.LoginsMax; i++)
        {
            store.Put(Login with { Server = $"r{i}.example" });
        }

        Assert.Equal(FaultKind.Exhausted, Assert.Throws<Fault>(() => store.Put(Login)).Info.Code);
        store.Put(Login with { Server = "r0.example", User = "other" });
    }

    [Fact]
    public void A_newer_form_is_refused_and_left_alone()
    {
        new TableFile(_disk, Path, "dxflow-registries", 2).Write("[]"u8);
        Assert.Contains("move /registries away", Assert.Throws<Fault>(() => Store.Logins).Info.Hint);
        Assert.Throws<Fault>(() => Store.Put(Login));
    }

    [Fact]
    public void What_is_printed_by_mistake_says_nothing() => Assert.DoesNotContain("geheim", $"{Login}");

    [Theory]
    [InlineData("docker.io", "docker.io")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("HTTPS://Registry.Example:5000/v2/", "registry.example:5000")]
    [InlineData("localhost:5000", "localhost:5000")]
    public void A_registry_is_its_host_and_port(string typed, string server) => Assert.Equal(server, RegistryStore.ServerOf(typed));

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("a b")]
    [InlineData("user:pw@host")]
    public void What_is_no_host_is_refused(string typed) => Assert.Throws<Fault>(() => RegistryStore.ServerOf(typed));
}
