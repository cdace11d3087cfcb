using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli;

/// <summary>
/// One noun of the command line, one line of the catalog. The lists are made only when the noun was typed, so a hundred nouns cost
/// nothing at start. The root (<c>dxflow run</c>, <c>dxflow ps</c>) is the noun without a name.
/// <see cref="Local"/>: commands that are no operations. <see cref="Views"/>: terminal behaviour of operations that need their own.
/// <see cref="Instant"/>: the verbs for which an engine may be started for the command alone; none if it is left out.
/// <see cref="Names"/>: what can stand where the noun's first argument stands, for completion.
/// </summary>
internal sealed record CommandNoun(
    string Name,
    string Summary,
    Func<IReadOnlyList<Operation>>? Operations = null,
    Func<IReadOnlyList<LocalCommand>>? Local = null,
    Func<IReadOnlyList<OperationView>>? Views = null,
    Func<ClientContext, Task<IReadOnlyList<string>>>? Names = null,
    IReadOnlyList<string>? Aliases = null,
    Func<string, bool>? Instant = null)
{
    public bool IsCalled(string word) => Name == word || (Aliases?.Contains(word) ?? false);
}
