namespace Dxflow.Workflows.Compose.Keys;

/// <summary>The keys of each map inside a document, other than a service's own.</summary>
internal static class KnownKeys
{
    public static readonly string[] Document =
        ["configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes", "x-workflow", "x-workflows"];

    public static readonly string[] Healthcheck = ["disable", "interval", "retries", "start_interval", "start_period", "test", "timeout"];

    public static readonly string[] Dependency = ["condition", "required", "restart"];

    public static readonly string[] Deploy =
        ["endpoint_mode", "labels", "mode", "placement", "replicas", "resources", "restart_policy", "rollback_config", "update_config"];

    public static readonly string[] Resources = ["limits", "reservations"];

    public static readonly string[] Limits = ["cpus", "memory", "pids"];

    public static readonly string[] Reservations = ["cpus", "devices", "generic_resources", "memory"];

    public static readonly string[] RestartPolicy = ["condition", "delay", "max_attempts", "window"];

    public static readonly string[] EnvFile = ["format", "path", "required"];

    public static readonly string[] Port = ["app_protocol", "host_ip", "mode", "name", "protocol", "published", "target"];

    public static readonly string[] Mount =
        ["bind", "cluster", "consistency", "image", "read_only", "source", "target", "tmpfs", "type", "volume"];

    public static readonly string[] Network =
        ["attachable", "driver", "driver_opts", "enable_ipv4", "enable_ipv6", "external", "internal", "ipam", "labels", "name"];

    public static readonly string[] Volume = ["driver", "driver_opts", "external", "labels", "name", "x-scope"];

    public static readonly string[] Config = ["content", "environment", "external", "file", "labels", "name", "template_driver"];

    public static readonly string[] Secret =
        ["driver", "driver_opts", "environment", "external", "file", "labels", "name", "template_driver"];
}
