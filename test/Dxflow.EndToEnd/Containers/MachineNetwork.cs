using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Containers;

/// <summary>Interfaces and packet rules of this machine, so that what container engines add to them can be taken away again.</summary>
internal sealed class MachineNetwork
{
    private static readonly string[] Ours = ["docker0", "br-", "podman", "veth"];

    private HashSet<string>? interfaces;
    private string rules = "";

    public async Task RememberAsync()
    {
        if (interfaces is null)
        {
            interfaces = [.. await InterfacesAsync()];
            rules = await Tool.Text("iptables-save", "");
        }
    }

    public async Task RestoreAsync()
    {
        if (interfaces is null || interfaces.Contains("docker0"))
        {
            // Nothing was started; or another daemon of this machine uses the same rules.
            return;
        }

        await Tool.Run("iptables-restore", rules.Contains("*nat", StringComparison.Ordinal) ? rules : Empty + rules);
        foreach (var name in (await InterfacesAsync()).Where(name => !interfaces.Contains(name) && Ours.Any(name.StartsWith)))
        {
            // One end of a pair takes the other with it.
            await Tool.Run("sh", "", "-c", $"ip link delete {name} || ! ip link show {name}");
        }
    }

    /// <summary>Tables that were not there before are emptied.</summary>
    private const string Empty = """
        *nat
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        COMMIT
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        COMMIT

        """;

    private static async Task<IEnumerable<string>> InterfacesAsync() =>
        (await Tool.Text("ip", "", "-o", "link")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ")[1].Split('@')[0]);
}
