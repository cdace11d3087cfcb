using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>What the exit codes of a program mean.</summary>
/// <param name="Ok">Success; otherwise 0.</param>
/// <param name="Transient">A failure that may not come again; otherwise 75.</param>
/// <param name="Fatal">A failure that is never retried; otherwise none.</param>
public sealed record ExitCodes(IReadOnlyList<int>? Ok = null, IReadOnlyList<int>? Transient = null, IReadOnlyList<int>? Fatal = null)
{
    internal YamlMap Node()
    {
        var codes = new YamlMap();
        codes.Add("ok", List(Ok));
        codes.Add("transient", List(Transient));
        codes.Add("fatal", List(Fatal));
        return codes;
    }

    private static YamlList? List(IReadOnlyList<int>? codes) =>
        codes is null ? null : new([.. codes.Select(static code => Numbers.Node(code))]);
}
