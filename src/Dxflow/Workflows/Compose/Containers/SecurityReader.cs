using Dxflow.Operations.Contracts;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>
/// What a container may do beyond or below its engine's own measure. The text of a seccomp profile is taken along, as Compose's own tool
/// does: container engines read no file.
/// </summary>
internal static class SecurityReader
{
    private static readonly string[] Capabilities =
    [
        "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE",
        "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE",
        "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
        "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
    ];

    public static ContainerSecurity? Read(MapReader reader, ReadingContext context)
    {
        var security = new ContainerSecurity(
            reader.Bool("privileged")?.Value ?? false,
            Caps(reader, "cap_add", context),
            Caps(reader, "cap_drop", context),
            Options(reader, context),
            reader.Pairs("sysctls"));
        return security == new ContainerSecurity() ? null : security;
    }

    /// <summary>A capability as container engines write it: <c>NET_ADMIN</c>, without <c>CAP_</c>.</summary>
    private static List<string>? Caps(MapReader reader, string key, ReadingContext context)
    {
        var names = new List<string>();
        foreach (var written in reader.Texts(key))
        {
            var name = written.Value.ToUpperInvariant();
            name = name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
            if (Capabilities.Contains(name))
            {
                names.Add(name);
                continue;
            }

            context.Error(
                written.At, $"`{ReadingContext.Short(written.Value)}` in `{key}` is no capability",
                Nearest.To(name, Capabilities) is { } near ? $"Did you mean `{near}`?" : "Write one such as NET_ADMIN, or ALL.");
        }

        return names.Count > 0 ? names : null;
    }

    private static List<string>? Options(MapReader reader, ReadingContext context)
    {
        var options = reader.Texts("security_opt");
        return options.Count > 0 ? [.. options.Select(option => Option(option, context))] : null;
    }

    private static string Option(Placed<string> option, ReadingContext context)
    {
        var cut = option.Value.IndexOfAny(['=', ':']);
        if (cut < 0 || option.Value[..cut] != "seccomp" || option.Value[(cut + 1)..] is "unconfined" or "builtin" or ['{', ..])
        {
            return option.Value;
        }

        var path = option.Value[(cut + 1)..];
        var profile = context.Source.Read(path);
        if (profile.Text is null)
        {
            context.Error(option.At, $"the seccomp profile {ReadingContext.Short(path)} cannot be read: {profile.Failure}",
                "Name a file with a profile, or remove it.");
        }

        return $"seccomp={profile.Text}";
    }
}
