using System.Globalization;

namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// What containers of one project share, made before the first of them: its networks and volumes. <see cref="Name"/> is Compose's
/// project name, which its label carries on everything; <see cref="Directory"/> and <see cref="Files"/> are what Compose's labels say of
/// where the project comes from. <see cref="Reach"/>: which of the host's paths its containers may be given; null: any.
/// <see cref="Owner"/>: the project whose volumes it shares with others of its kind (a job's runs); null: they are its own.
/// </summary>
internal sealed record ProjectSpec(
    string Name,
    string Directory,
    IReadOnlyList<string> Files,
    IReadOnlyList<NetworkSpec> Networks,
    IReadOnlyList<VolumeSpec> Volumes,
    HostReach? Reach = null,
    string? Owner = null)
{
    /// <summary>The project of run <paramref name="number"/> of a job.</summary>
    public static string OfRun(string owner, int number) => string.Create(CultureInfo.InvariantCulture, $"{owner}-r{number}");

    /// <summary>Whether a project of that name is this one, or one that it shares volumes with: its owner, or another run of it.</summary>
    public bool HasMade(string? project) => project is not null && (project == Name || project == Owner
        || (Owner is not null && project.StartsWith($"{Owner}-r", StringComparison.Ordinal)
            && int.TryParse(project.AsSpan(Owner.Length + 2), NumberStyles.None, CultureInfo.InvariantCulture, out _)));
}

/// <summary>
/// <see cref="Key"/> is the document's name for it, <see cref="Name"/> the container engine's. External: it must be there, and is never
/// made or removed.
/// </summary>
internal sealed record NetworkSpec(
    string Key,
    string Name,
    bool External = false,
    string? Driver = null,
    IReadOnlyDictionary<string, string>? DriverOptions = null,
    bool Internal = false,
    bool Attachable = false,
    bool? EnableIpv4 = null,
    bool? EnableIpv6 = null,
    IpamSpec? Ipam = null,
    IReadOnlyDictionary<string, string>? Labels = null);

internal sealed record IpamSpec(
    string? Driver = null,
    IReadOnlyList<IpamPool>? Pools = null,
    IReadOnlyDictionary<string, string>? Options = null);

internal sealed record IpamPool(
    string? Subnet = null, string? IpRange = null, string? Gateway = null, IReadOnlyDictionary<string, string>? AuxAddresses = null);

/// <summary>As <see cref="NetworkSpec"/>. <see cref="RunOnly"/>: it is removed with the run (<c>x-scope: run</c>).</summary>
internal sealed record VolumeSpec(
    string Key,
    string Name,
    bool External = false,
    string? Driver = null,
    IReadOnlyDictionary<string, string>? DriverOptions = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    bool RunOnly = false);
