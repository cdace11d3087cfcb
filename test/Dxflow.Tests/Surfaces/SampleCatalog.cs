using Dxflow.Surfaces.Cli;

namespace Dxflow.Tests.Surfaces;

internal static class SampleCatalog
{
    public static readonly IReadOnlyList<CommandNoun> Nouns =
    [
        new("sample", "Things to try with.", SampleOperations.All, Aliases: ["smp"]),
    ];
}
