namespace Dxflow.Runtimes.Containers;

/// <summary>What containers, networks and volumes are labelled with: Compose's own words, and ours.</summary>
internal static class Labels
{
    public const string Run = "dxflow.run";
    public const string Attempt = "dxflow.attempt";
    public const string Engine = "dxflow.engine";

    public const string Project = "com.docker.compose.project";
    public const string Service = "com.docker.compose.service";
    public const string Instance = "com.docker.compose.container-number";
    public const string OneOff = "com.docker.compose.oneoff";
    public const string ConfigHash = "com.docker.compose.config-hash";
    public const string Image = "com.docker.compose.image";
    public const string Version = "com.docker.compose.version";
    public const string WorkingDirectory = "com.docker.compose.project.working_dir";
    public const string ConfigFiles = "com.docker.compose.project.config_files";
    public const string Network = "com.docker.compose.network";
    public const string Volume = "com.docker.compose.volume";
}
