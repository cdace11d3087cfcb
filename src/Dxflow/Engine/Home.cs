using System.Security.Cryptography;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>
/// The directory in which an engine keeps everything: journals, runs, store, identity, log, socket. It is the engine user's own
/// (0700); one that others can write is refused, because whoever can write here can make the engine run anything.
/// </summary>
internal sealed class Home
{
    /// <summary>A Unix socket's path is limited to 107 bytes by the kernel; a longer one moves to a short directory.</summary>
    private const int SocketPathBytesMax = 100;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private Home(string path) => Path = path;

    public string Path { get; }

    public string LockFile => In("engine.lock");

    public string LogFile => In("engine.log");

    public string IdentityFile => In("identity");

    public string SecretFile => In("secret");

    public string KeyFile => In("identity.pem");

    public string AuthorityFile => In("authority.pem");

    /// <summary>Who signs in at registries, and with what.</summary>
    public string RegistriesFile => In("registries");

    public string Journals => In("journal");

    public string Workflows => In("workflows");

    public string Runs => In("runs");

    /// <summary>Runs of which nothing could be read.</summary>
    public string RunsAside => In("runs.damaged");

    public string Store => In("store");

    /// <summary>The object storage.</summary>
    public string Objects => In("objects");

    public string Shells => In("shells");

    public string Recordings => In("recordings");

    /// <summary>What processes that hold shells say when something is wrong with them.</summary>
    public string ShellsLog => In("shells.log");

    public string Temporary => In("tmp");

    /// <summary>
    /// Where the engine listens: in the home, or, where that path is too long, in a private directory by the home's hash.
    /// </summary>
    public string Socket => SocketAt(".sock");

    /// <summary>The socket for gRPC beside it: five bytes longer, which the kernel still takes.</summary>
    public string GrpcSocket => SocketAt("-grpc.sock");

    /// <summary>How the sockets of those processes begin; a number and <c>.sock</c> follow.</summary>
    public string ShellSockets => SocketAt("-s");

    public string Config(string profile) => In($"{profile}_config.yaml");

    public string Targets(string profile) => In($"{profile}_targets.yaml");

    public string RunDirectory(string run) => System.IO.Path.Combine(Runs, run);

    public string RevisionFile(string workflow, int revision) => System.IO.Path.Combine(Workflows, workflow, $"{revision}.json");

    /// <summary><c>--home</c>, else DXFLOW_HOME, else <c>~/.dxflow</c>. Nothing is made or checked.</summary>
    public static Home Locate(string? option)
    {
        var path = option ?? Environment.GetEnvironmentVariable("DXFLOW_HOME");
        if (string.IsNullOrEmpty(path))
        {
            var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            path = user.Length == 0
                ? throw Fault.Invalid(
                    Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } named
                        ? $"there is no home directory: HOME is {named}, which is not there"
                        : "there is no home directory: HOME is not set",
                    "set HOME, DXFLOW_HOME or --home")
                : System.IO.Path.Combine(user, ".dxflow");
        }

        return new Home(System.IO.Path.GetFullPath(path));
    }

    /// <summary>Makes the home if it is missing, and refuses one that is not the user's alone.</summary>
    public void Open()
    {
        try
        {
            if (!Directory.Exists(Path))
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
                Directory.CreateDirectory(Path, Private);
            }

            Check();
            DirectoryCalls.TrySpread(Path);
            foreach (var directory in (string[])[Journals, Workflows, Runs, Store, Shells, Temporary])
            {
                Directory.CreateDirectory(directory, Private);
            }

            DirectoryCalls.TrySpread(Runs);
            var socketParent = System.IO.Path.GetDirectoryName(Socket)!;
            if (socketParent != Path)
            {
                Directory.CreateDirectory(socketParent, Private);
                Check(socketParent);
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new Fault(
                FaultKind.Unavailable,
                $"the home {Path} cannot be used: {failure.Message}",
                "give another with --home or DXFLOW_HOME",
                failure);
        }
    }

    /// <summary>Refuses a home that is not the user's alone.</summary>
    public void Check() => Check(Path);

    private static void Check(string directory)
    {
        var self = FileCalls.EffectiveUser();
        var found = FileStat.Find(directory)
            ?? throw new Fault(FaultKind.Unavailable, $"{directory} has just gone", "try again");
        if (found.Kind != FileKind.Directory)
        {
            throw new Fault(FaultKind.Invalid, $"{directory} is not a directory", "give another with --home or DXFLOW_HOME");
        }

        if (found.User != self)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{directory} belongs to user {found.User}, not to you ({self})",
                "give a home of your own with --home or DXFLOW_HOME");
        }

        if ((found.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{directory} can be written by other users: they could make this engine run anything",
                $"chmod 700 {directory}");
        }
    }

    private string SocketAt(string end)
    {
        if (Encoding.UTF8.GetByteCount(In("engine.sock")) <= SocketPathBytesMax)
        {
            return In("engine" + end);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..16];
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var parent = string.IsNullOrEmpty(runtime)
            ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"dxflow-{Environment.UserName}")
            : System.IO.Path.Combine(runtime, "dxflow");
        return System.IO.Path.Combine(parent, hash + end);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
