namespace Dxflow.Workflows.Flow.Functions;

/// <summary>All functions by name.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, FlowFunction> Functions =
        NumberFunctions.All.Concat(ListFunctions.All).Concat(PairFunctions.All).Concat(TextFunctions.All).Concat(ArtifactFunctions.All)
            .ToDictionary(function => function.Name);

    public static IEnumerable<FlowFunction> All => Functions.Values;

    public static IEnumerable<string> Names => Functions.Keys;

    public static FlowFunction? Find(string name) => Functions.GetValueOrDefault(name);
}
