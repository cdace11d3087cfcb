using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Process.Starting;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// A task that runs in an image inside its job: the program that makes the container is what the wrapper starts. The container has files of
/// its own, and sees the attempt's directory where everybody does, but writes only in what it is given of that: beside it lies what begins
/// the task, outside of the container, and tells of it. Network and the job's limits are those of the job, the user is the engine's. Values
/// are handed on by name, as a command line is for everybody on a node to see, except those that the program itself would take for its own
/// (where it keeps images, which program it is).
/// </summary>
internal sealed class JobContainer(BatchTarget target)
{
    private const string Apptainer = "apptainer";

    /// <summary>What Apptainer gives to its container, and takes the rest away.</summary>
    private const string Inside = "APPTAINERENV_";

    /// <summary>
    /// What a scheduler tells a job to do it tells all of its processes, those of the container and the one that has made it. That one then
    /// ends before the container does (a rootless Podman at once and with 0, as if all were well), or by the signal, as the container that
    /// it is to hand it on to has just ended. So what a told one says is not believed, nor a 0, nor that a signal has ended it: the
    /// container is waited for, and its code is the task's. $0 is the container's name, the arguments are the command.
    /// </summary>
    private const string Waiting = """
        trap _dxflow_told=1 HUP INT QUIT USR1 USR2 PIPE ALRM TERM
        exec 3>&2 2>/dev/null
        "$@" 2>&3 3>&-
        _dxflow=$?
        while [ -n "${_dxflow_told-}" ] || [ "$_dxflow" = 0 ] || [ "$_dxflow" -gt 128 ]; do
            _dxflow_state=$("$1" inspect --type container --format "{{.State.Status}} {{.State.ExitCode}}" "$0")
            case $?:$_dxflow_state in
                0:exited*) _dxflow=${_dxflow_state##* }; break ;;
                0:configured*|0:created*|0:initialized*) break ;;
                0:*) ! _dxflow_state=$("$1" wait "$0") || { _dxflow=$_dxflow_state; break; } ;;
                129:*|1[3-9]?:*) /bin/sleep 0.1 ;;
                *) break ;;
            esac
        done
        "$1" rm --force "$0" >/dev/null
        exit "$_dxflow"
        """;

    private static readonly string[] Programs = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR"];

    private static readonly string[] Prefixes =
    [
        "XDG_", "LD_", "CONTAINER", "DOCKER_", "REGISTRY_", "STORAGE_", "PODMAN_", "APPTAINER", "SINGULARITY", "_", "BUILDAH_",
        "GODEBUG", "DBUS_", "NOTIFY_", "LISTEN_",
    ];

    /// <summary>What starts a program in a container that runs, which Apptainer's have no names for: null.</summary>
    public IReadOnlyList<string>? Enter => IsApptainer ? null : [target.Containers!, "exec", "--interactive"];

    /// <summary>A pattern of a shell: the variables that the program would take for its own.</summary>
    public static string OwnPattern => string.Join('|', Programs.Concat(Prefixes.Select(static each => each + "*")));

    public static string NameOf(AttemptId id) => $"dxflow-{id}";

    private bool IsApptainer => Path.GetFileName(target.Containers!) == Apptainer;

    /// <summary>What the job's shell has of the document's variables.</summary>
    public IReadOnlyDictionary<string, string> Environment(TaskSpec spec) => IsApptainer
        ? new Dictionary<string, string>(
            spec.Environment.Select(static each => KeyValuePair.Create(Inside + each.Key, each.Value)), StringComparer.Ordinal)
        {
            [Inside + TaskEnvironment.Attempt] = spec.Id.Attempt.ToString(CultureInfo.InvariantCulture),
            [Inside + TaskEnvironment.Identity] = spec.Id.ToString(),
        }
        : spec.Environment.Where(static each => !IsPrograms(each.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>For the engine's user, who is the job's.</summary>
    public IReadOnlyList<string> Command(TaskSpec spec) => Command(spec, FileCalls.EffectiveUser() == 0);

    /// <param name="spec">With an image.</param>
    /// <param name="isRoot">Whether the job's user is root.</param>
    /// <exception cref="ArgumentException">The image has no name that a program could be given.</exception>
    public IReadOnlyList<string> Command(TaskSpec spec, bool isRoot)
    {
        var image = spec.Image!.Reference;
        if (image.StartsWith('-') || image.Any(static letter => char.IsControl(letter) || letter == ' '))
        {
            throw new ArgumentException($"'{image}' cannot be the name of an image");
        }

        foreach (var path in (spec.Image.Mounts ?? []).SelectMany(static mount => new[] { mount.Source!, mount.Target })
            .Prepend(spec.Directory))
        {
            // Both programs divide what they are given at colons and commas.
            if (path.AsSpan().ContainsAny(':', ','))
            {
                throw new ArgumentException($"a container cannot be given {path}, as there is a colon or a comma in it");
            }
        }

        return IsApptainer ? OfApptainer(spec, image) : OfPodman(spec, image, isRoot);
    }

    private List<string> OfPodman(TaskSpec spec, string image, bool isRoot)
    {
        // A container's own control groups would let it out of the job's. What it writes it writes itself: whatever would hand it on may
        // have ended before it.
        var command = new List<string>
        {
            "/bin/sh", "-c", Waiting, NameOf(spec.Id), target.Containers!, "run", "--name", NameOf(spec.Id),
            "--pull", PullOf(spec.Image!.Pull), "--network", "host", "--cgroups", "disabled", "--security-opt", "label=disable",
            "--log-driver", "passthrough", "--volume", $"{spec.Directory}:{spec.Directory}:ro", "--workdir", spec.WorkingDirectory,
        };
        command.AddRange(Mounts(spec).SelectMany(static mount => new[] { "--volume", mount }));
        if (!isRoot)
        {
            command.AddRange(["--userns", "keep-id"]);
        }

        foreach (var (name, value) in spec.Environment.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            command.AddRange(["--env", IsPrograms(name) ? $"{name}={value}" : name]);
        }

        // The marks by which its processes are found.
        foreach (var name in new[] { TaskEnvironment.Attempt, TaskEnvironment.Identity })
        {
            command.AddRange(["--env", name]);
        }

        command.AddRange(target.ContainerOptions ?? []);
        if (spec.Entrypoint is { } count)
        {
            command.AddRange(["--entrypoint", Json([.. spec.Command.Take(count)])]);
        }

        return [.. command, image, .. spec.Command.Skip(spec.Entrypoint ?? 0)];
    }

    /// <summary>A name without a scheme is one of a registry, as in all documents.</summary>
    private List<string> OfApptainer(TaskSpec spec, string image)
    {
        var isFile = image.StartsWith('/') || image.Contains("://", StringComparison.Ordinal);
        return
        [
            target.Containers!, spec.Entrypoint is null ? "run" : "exec", "--cleanenv", "--bind", $"{spec.Directory}:{spec.Directory}:ro",
            .. Mounts(spec).SelectMany(static mount => new[] { "--bind", mount }), "--pwd", spec.WorkingDirectory,
            .. target.ContainerOptions ?? [], isFile ? image : "docker://" + image, .. spec.Command,
        ];
    }

    private static IEnumerable<string> Mounts(TaskSpec spec) => (spec.Image!.Mounts ?? [])
        .Select(static mount => $"{mount.Source}:{mount.Target}{(mount.ReadOnly ? ":ro" : "")}");

    /// <summary>
    /// Podman does not remember when it has fetched an image: what is to be fetched again after a time it asks for at each start.
    /// </summary>
    private static string PullOf(PullPolicy pull) => pull switch
    {
        PullPolicy.Always => "always",
        PullPolicy.Never => "never",
        PullPolicy.Daily or PullPolicy.Weekly or PullPolicy.Refresh => "newer",
        _ => "missing",
    };

    private static string Json(List<string> words) => JsonSerializer.Serialize(words, JobRecordJson.Default.ListString);

    private static bool IsPrograms(string name) =>
        Programs.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
