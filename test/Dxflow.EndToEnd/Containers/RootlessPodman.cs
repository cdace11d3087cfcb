using System.Diagnostics;
using System.Globalization;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Containers;

/// <summary>
/// Podman of a user who is not root, with an engine of ours of the same user: a user of this machine who is there as long as the test.
/// Networks need a device that this machine opens to root alone: where they are asked for, Podman sees one of its own in its place.
/// </summary>
internal sealed class RootlessPodman : IAsyncDisposable
{
    private const string Tunnel = "tun";
    private readonly string user;
    private readonly ContainerEngine podman;

    private RootlessPodman(string user, Home home, ContainerEngine podman) => (this.user, Home, this.podman) = (user, home, podman);

    public Home Home { get; }

    /// <summary>The user's id, as text.</summary>
    public string Id => Home.RunAs!;

    public static async Task<RootlessPodman> OfAsync(bool networks = false)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"dxflow-{Environment.ProcessId}");
        await Tool.Run("useradd", "", "--no-create-home", user);

        // Not where the tests' other files are: only root can look into that.
        var place = Directory.CreateDirectory($"/tmp/{user}").FullName;
        var home = new Home(place) { RunAs = (await Tool.Text("id", "", "-u", user)).Trim() };
        home.Variables["HOME"] = home.Variables["XDG_RUNTIME_DIR"] = home.Variables["TMPDIR"] = home.Path;
        home.Variables["CONTAINER_HOST"] = null;
        File.Copy(Support.Home.Binary, home.Program);
        Directory.CreateDirectory(Path.Join(home.Path, "podman"));
        await Tool.Run("mknod", "", "-m", "666", Path.Join(home.Path, Tunnel), "c", "10", "200");
        await Tool.Run("chown", "", "-R", $"{user}:", home.Path);
        var podman = new UserPodman(Path.Join(home.Path, "podman"), home, networks);
        var rootless = new RootlessPodman(user, home, podman);
        try
        {
            await podman.StartAsync();
            var folder = Directory.CreateDirectory(Path.Join(home.Path, "image")).FullName;
            var image = await PackageTree.WriteAsync(folder, "dash", "coreutils", "libc-bin");
            (await home.Run("platform", "image", "import", "--on", "podman", ContainerEngines.Image, image)).Expect(0);
            return rootless;
        }
        catch
        {
            await rootless.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await podman.DisposeAsync();
        await Home.DisposeAsync();

        // Podman leaves one process to the user, to keep the namespace.
        await Tool.Run("sh", "", "-c", $"pkill -KILL -u {Id} || true");
        await Support.Home.Until(
            async () => (await Tool.Text("sh", "", "-c", $"pgrep -u {Id} || true")).Length == 0, "its processes to end");
        await Tool.Run("userdel", "", user);
    }

    /// <summary>Its directory is where the engine looks for a user's own by itself.</summary>
    private sealed class UserPodman(string directory, Home home, bool networks) : ContainerEngine(directory)
    {
        protected override string Socket => Path.Join(Directory, "podman.sock");

        protected override ProcessStartInfo Command
        {
            get
            {
                var configuration = home.Write("containers.conf", """
                    [containers]
                    default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
                    init_path = "/usr/bin/tini"
                    [engine]
                    init_path = "/usr/bin/tini"
                    runtime = "runc"
                    cgroup_manager = "cgroupfs"
                    events_logger = "file"
                    """);
                var storage = home.Write("storage.conf", $"""
                    [storage]
                    driver = "vfs"
                    graphroot = "{home.Path}/g"
                    runroot = "{home.Path}/r"
                    """);
                string[] seen = networks
                    ? ["mount --bind \"$0\" /dev/net/tun && exec \"$@\"", Path.Join(home.Path, Tunnel)]
                    : ["exec \"$@\"", "-"];
                return new ProcessStartInfo(
                    "unshare",
                    [
                        "--mount", "sh", "-c", .. seen, "setpriv", "--reuid", home.RunAs!, "--regid", home.RunAs!, "--clear-groups",
                        "podman", "--tmpdir", Path.Join(home.Path, "t"), "system", "service", "--time", "0", Address,
                    ])
                {
                    Environment =
                    {
                        ["HOME"] = home.Path, ["XDG_RUNTIME_DIR"] = home.Path, ["TMPDIR"] = home.Path,
                        ["CONTAINERS_CONF"] = configuration, ["CONTAINERS_STORAGE_CONF"] = storage,
                    },
                };
            }
        }

        /// <summary>It has begun itself anew, in a namespace of the user's.</summary>
        protected override Task EndAsync(int pid) => Tool.Run("sh", "", "-c", $"pkill -TERM -u {home.RunAs} || true");

        protected override Task CleanAsync() => UnmountAsync();
    }
}
