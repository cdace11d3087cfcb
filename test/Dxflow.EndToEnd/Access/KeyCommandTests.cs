using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Access;

public sealed class KeyCommandTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_key_is_made_registered_taken_away_and_given_back()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("key", "generate", "alice")).Expect(0);
        var (key, pub) = (Path.Combine(home.Path, "keys/alice.pem"), Path.Combine(home.Path, "keys/alice.pub"));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(key));
        var registered = (await home.Run("key", "register", pub, "--expires", "90d", "-o", "json")).Expect(0).Json;
        Assert.Equal("alice", registered.GetProperty("identity").GetString());
        (await home.Run("key", "register", pub)).Expect(6);

        (await home.Run("key", "list")).Expect(0).Says("alice").Says("owner");
        (await home.Run("key", "disable", "alice")).Expect(0);
        Assert.DoesNotContain("alice", (await home.Run("key", "list", "-o", "name")).Expect(0).Output);
        (await home.Run("key", "enable", "alice")).Expect(0);
        (await home.Run("key", "generate", "next")).Expect(0);
        var rotated = (await home.Run("key", "rotate", "alice", Path.Combine(home.Path, "keys/next.pub"), "-o", "json")).Expect(0).Json;
        Assert.NotEqual(registered.GetProperty("fingerprint").GetString(), rotated.GetProperty("fingerprint").GetString());
        (await home.Run("key", "unregister", "alice", "--yes")).Expect(0);
        (await home.Run("key", "unregister", "alice", "--yes")).Expect(3);
    }

    [Fact]
    public async Task A_key_file_is_never_written_over_and_no_half_is_left()
    {
        await using var home = new Home();
        var pub = home.Write("mine.pub", "something else\n");
        (await home.Run("key", "generate", Path.Combine(home.Path, "mine"))).Expect(6).Complains("mine.pub");
        Assert.False(File.Exists(Path.Combine(home.Path, "mine.pem")));
        Assert.Equal("something else\n", await File.ReadAllTextAsync(pub));
        (await home.Run("key", "generate", "../x y")).Expect(2);
        (await home.Run("key", "generate", "small", "--bits", "1024")).Expect(2);
    }

    [Fact]
    public async Task A_private_key_given_by_mistake_never_leaves_the_client()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("key", "generate", "alice")).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, "keys/alice.pem"))).Expect(2).Complains("private key");
        Assert.Empty((await home.Run("audit", "list", "--operation", "key.register", "-o", "json")).Expect(0).Json
            .GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_bad_key_or_permission_is_refused_with_what_to_do()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("key", "register", home.Write("a.pub", "nothing of the kind\n"))).Expect(2).Complains("public key");
        (await home.Run("key", "generate", "alice")).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, "keys/alice.pub"), "-p", "WORKFLOWS")).Expect(2).Complains("WORKFLOW?");
    }

    [Fact]
    public async Task A_run_of_processes_needs_shell_and_on_an_engine_of_root_a_master()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", "examples/hello/compose.yaml")).Expect(0);
        (await home.Run("key", "generate", "alice")).Expect(0);
        var pub = Path.Combine(home.Path, "keys/alice.pub");
        var curl = new Curl(home);

        (await home.Run("key", "register", pub, "-p", "WORKFLOW")).Expect(0);
        var refused = await StartAsync();
        Assert.Equal((403, true), (refused.Status, refused.Text("detail").Contains("SHELL", StringComparison.Ordinal)));

        (await home.Run("key", "register", pub, "-p", "WORKFLOW,SHELL", "--replace")).Expect(0);
        var asUser = await StartAsync();
        Assert.Equal(Environment.IsPrivilegedProcess ? 403 : 200, asUser.Status);
        Assert.True(!Environment.IsPrivilegedProcess || asUser.Text("detail").Contains("root", StringComparison.Ordinal));

        (await home.Run("key", "register", pub, "-p", "MASTER", "--replace")).Expect(0);
        Assert.Equal(200, (await StartAsync()).Status);
        (await home.Run("workflow", "wait", "hello")).Expect(0);

        async Task<CurlAnswer> StartAsync()
        {
            var token = (await curl.SignIn("alice", Path.Combine(home.Path, "keys/alice.pem"))).Text("token");
            return await curl.Post("/api/workflows/hello/start", token);
        }
    }
}
