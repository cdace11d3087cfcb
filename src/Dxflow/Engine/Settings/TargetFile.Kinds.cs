using YamlDotNet.RepresentationModel;

namespace Dxflow.Engine.Settings;

/// <summary>What differs between kinds of schedulers: which keys they have, and which options the engine itself says.</summary>
internal sealed partial class TargetFile
{
    private const string GridEngine = "grid-engine";
    private const string Pbs = "pbs";
    private const string Lsf = "lsf";
    private const string Slurm = TargetSettings.KindDefault;

    private static readonly string[] Kinds = [Slurm, GridEngine, Pbs, Lsf];

    private static string[] SiteKeys => ["pe", "pe-tasks", "memory-as", "gpus-as"];

    /// <summary>Keys that not every kind has.</summary>
    private static readonly (string Key, string[] Kinds)[] Particular =
    [
        ("qos", [Slurm]), ("pe", [GridEngine]), ("pe-tasks", [GridEngine]), ("memory-as", [GridEngine]),
        ("gpus-as", [Slurm, GridEngine, Pbs]),
    ];

    private static readonly string[] ContainerPrograms = ["podman", "apptainer"];

    /// <summary>Those of Slurm may be shortened, the others are what they are.</summary>
    private static string[] Own(string kind) => kind switch
    {
        GridEngine =>
        [
            "-terse", "-w", "-b", "-r", "-S", "-C", "-wd", "-cwd", "-o", "-e", "-i", "-j", "-N", "-t", "-h", "-V", "-v", "-now", "-sync",
            "-@", "-clear", "-clearp", "-help", "-verify", "-shell", "-inherit", "-pe",
        ],
        Pbs =>
        [
            "-N", "-J", "-S", "-o", "-e", "-j", "-r", "-h", "-I", "-X", "-z", "-f", "-C", "-v", "-V", "-a", "-u", "-G", "--",
        ],
        Lsf =>
        [
            "-J", "-Jd", "-o", "-oo", "-e", "-eo", "-i", "-is", "-I", "-Ip", "-Is", "-IS", "-ISp", "-ISs", "-IX", "-K", "-r", "-rn", "-H",
            "-cwd", "-env", "-n", "-pack", "-V", "-h", "-Zs", "-U_", "-json", "-L",
        ],
        _ =>
        [
            "--parsable", "--export", "--export-file", "--no-requeue", "--requeue", "--chdir", "--input", "--output", "--error",
            "--job-name", "--comment", "--array", "--wrap", "--hold", "--wait", "--help", "--usage", "--version", "--uid", "--gid",
            "--test-only",
        ],
    };

    private string KindOf(Dictionary<string, YamlNode> fields)
    {
        var kind = Text(fields, "kind") ?? Slurm;
        if (!Kinds.Contains(kind))
        {
            Say(fields["kind"], $"there is no scheduler '{kind}'", $"there are {string.Join(", ", Kinds)}");
            return Slurm;
        }

        foreach (var (key, kinds) in Particular.Where(each => fields.ContainsKey(each.Key) && !each.Kinds.Contains(kind)))
        {
            Say(fields[key], $"'{key}' is for {string.Join(", ", kinds)} alone, and this is {kind}", "remove it");
        }

        return kind;
    }

    private SiteSettings? Site(Dictionary<string, YamlNode> fields) =>
        new SiteSettings(Word(fields, "pe"), Word(fields, "pe-tasks"), Word(fields, "memory-as"), Word(fields, "gpus-as"))
            is var site && site != new SiteSettings() ? site : null;

    /// <summary>What we say ourselves nobody else may say.</summary>
    private IReadOnlyList<string>? Options(Dictionary<string, YamlNode> fields, string kind)
    {
        var options = List(fields, "options");
        foreach (var option in options ?? [])
        {
            var name = option.Split('=', ' ')[0];
            var isOption = kind == Slurm
                ? option.StartsWith("--", StringComparison.Ordinal) && name.Length >= 4 && !option.Contains(' ')
                : option.StartsWith('-') && name.Length >= 2;
            if (!isOption)
            {
                var like = kind == Slurm ? "--exclusive or --gres=gpu:1" : "-notify or '-l scratch=1'";
                Say(fields["options"], $"'{option}' is no option", $"write each as one text, like {like}");
            }
            else if (IsOwn(name, kind))
            {
                Say(fields["options"], $"'{name}' is the engine's to say", "remove it");
            }
        }

        return options;
    }

    /// <summary>Names alone; what is not named here no document can give.</summary>
    private IReadOnlyList<string>? Allow(Dictionary<string, YamlNode> fields, string kind)
    {
        var names = List(fields, "allow");
        foreach (var name in names ?? [])
        {
            var (dashes, least, like) = kind == Slurm ? ("--", 4, "--reservation") : ("-", 2, "-P");
            if (!name.StartsWith(dashes, StringComparison.Ordinal) || name.Length < least || name.AsSpan().ContainsAny('=', ' '))
            {
                Say(fields["allow"], $"'{name}' is no option's name", $"write names alone, like {like}");
            }
            else if (IsOwn(name, kind))
            {
                Say(fields["allow"], $"'{name}' is the engine's to say", "remove it");
            }
        }

        return names;
    }

    private string? Containers(Dictionary<string, YamlNode> fields)
    {
        var program = Text(fields, "containers");
        if (program is not null && (!ContainerPrograms.Contains(Path.GetFileName(program)) || (program.Contains('/') && program[0] != '/')))
        {
            Say(
                fields["containers"], $"images cannot be run by '{program}'",
                $"there are {string.Join(", ", ContainerPrograms)}, by name or with their path on the nodes");
        }

        return program;
    }

    private IReadOnlyList<string>? ContainerOptions(Dictionary<string, YamlNode> fields)
    {
        var options = List(fields, "container-options");
        if (options is not null && (!fields.ContainsKey("containers") || options.Any(static option => option[0] != '-')))
        {
            Say(
                fields["container-options"], "'container-options' are options of the program that 'containers' names",
                "name it, and write each option as one text, like --nv or --volume=/data:/data:ro");
        }

        return options;
    }

    private static bool IsOwn(string name, string kind) => kind == Slurm
        ? Array.Exists(Own(kind), each => each.StartsWith(name, StringComparison.Ordinal)) : Own(kind).Contains(name);
}
