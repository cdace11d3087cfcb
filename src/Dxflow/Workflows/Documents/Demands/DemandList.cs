using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>Gathers one node's demands, each with the place of its key.</summary>
internal sealed class DemandList(NodePlan node)
{
    public List<Demand> Items { get; } = [];

    public void Power(string key, string what, string? at = null) => Add(DemandKind.Power, key, what, null, at);

    public void Path(string key, string what, string path, string? at = null) => Add(DemandKind.HostPath, key, what, path, at);

    public void Device(string key, string what, string device) => Add(DemandKind.Device, key, what, device, null);

    public void External(string key, string what, string name, string? at = null) => Add(DemandKind.External, key, what, name, at);

    public bool Wrote(string key) => node.Written?.ContainsKey(key) ?? false;

    private void Add(DemandKind kind, string key, string what, string? subject, string? at) => Items.Add(
        new Demand(node.Name, kind, key, what, subject, node.Written is { } written
            && (written.TryGetValue(at ?? key, out var place) || written.TryGetValue(key.Split('.')[0], out place)) ? place : default));
}
