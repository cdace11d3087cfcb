using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>Gathers the demands of one node, each with the place of its key.</summary>
internal sealed class DemandList(string of, IReadOnlyDictionary<string, Place>? written)
{
    public List<Demand> Items { get; } = [];

    public void Power(string key, string what, string? at = null) => Add(DemandKind.Power, key, what, null, at);

    public void Path(string key, string what, string path, string? at = null) => Add(DemandKind.HostPath, key, what, path, at);

    public void Device(string key, string what, string device) => Add(DemandKind.Device, key, what, device, null);

    public void External(string key, string what, string name, string? at = null) => Add(DemandKind.External, key, what, name, at);

    public bool Wrote(string key) => written?.ContainsKey(key) ?? false;

    private void Add(DemandKind kind, string key, string what, string? subject, string? at) => Items.Add(
        new Demand(of, kind, key, what, subject, written is not null
            && (written.TryGetValue(at ?? key, out var place) || written.TryGetValue(key.Split('.')[0], out place)) ? place : default));
}
