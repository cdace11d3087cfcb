namespace Dxflow.Workflows.Compose.Keys;

/// <summary>The keys of each map inside a document, other than a service's own, as readers check them.</summary>
internal static class KnownKeys
{
    public static readonly string[] Document = ProjectSections.Document.Names;
    public static readonly string[] Network = ProjectSections.Network.Names;
    public static readonly string[] Ipam = ProjectSections.Ipam.Names;
    public static readonly string[] IpamPool = ProjectSections.IpamPool.Names;
    public static readonly string[] Volume = ProjectSections.Volume.Names;
    public static readonly string[] Config = ProjectSections.Config.Names;
    public static readonly string[] Secret = ProjectSections.Secret.Names;
    public static readonly string[] External = ["name"];

    public static readonly string[] Healthcheck = ServiceSections.Healthcheck.Names;
    public static readonly string[] Dependency = ServiceSections.Dependency.Names;
    public static readonly string[] Deploy = ServiceSections.Deploy.Names;
    public static readonly string[] Resources = ServiceSections.Resources.Names;
    public static readonly string[] Limits = ServiceSections.Limits.Names;
    public static readonly string[] Reservations = ServiceSections.Reservations.Names;
    public static readonly string[] DeviceRequest = ServiceSections.DeviceRequest.Names;
    public static readonly string[] RestartPolicy = ServiceSections.RestartPolicy.Names;
    public static readonly string[] EnvFile = ServiceSections.EnvFile.Names;
    public static readonly string[] Port = ServiceSections.Port.Names;
    public static readonly string[] Mount = ServiceSections.Mount.Names;
    public static readonly string[] MountBind = ServiceSections.MountBind.Names;
    public static readonly string[] MountVolume = ServiceSections.MountVolume.Names;
    public static readonly string[] MountTmpfs = ServiceSections.MountTmpfs.Names;
    public static readonly string[] MountImage = ServiceSections.MountImage.Names;
    public static readonly string[] Attachment = ServiceSections.Attachment.Names;
    public static readonly string[] FileGrant = ServiceSections.FileGrant.Names;
    public static readonly string[] Build = ServiceSections.Build.Names;
    public static readonly string[] BlockIo = ServiceSections.BlockIo.Names;
    public static readonly string[] Device = ServiceSections.Device.Names;
    public static readonly string[] Hook = ServiceSections.Hook.Names;
    public static readonly string[] Logging = ServiceSections.Logging.Names;
    public static readonly string[] Ulimit = ServiceSections.Ulimit.Names;
}
