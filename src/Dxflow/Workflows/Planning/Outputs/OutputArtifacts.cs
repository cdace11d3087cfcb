using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;

namespace Dxflow.Workflows.Planning.Outputs;

/// <summary>
/// The values of outputs that are artifacts, from what was found in the work directory; and of outputs that are not there.
/// </summary>
internal static class OutputArtifacts
{
    /// <summary>
    /// A missing output: its default, null where that is allowed, else a <see cref="FlowErrorKind.Missing"/>:
    /// <c>missing_output</c>.
    /// </summary>
    public static FlowValue Missing(ExpectedOutput output)
    {
        var type = output.Type;
        return output.Plan.Default is { } standby ? InputText.Read(standby, type)
            : type.Optional ? FlowValue.Null
            : throw new FlowException(
                FlowErrorKind.Missing, $"there is no {output.Path} in the work directory",
                $"write it, or declare the output as '{type.OrNull}' or with a default");
    }

    /// <summary>The kind that <c>path</c> expects: a <c>map&lt;file&gt;</c> is the directory with its entries.</summary>
    public static ArtifactKind KindOf(ExpectedOutput output) =>
        output.Type.Kind is FlowKind.Dir or FlowKind.Map ? ArtifactKind.Dir : ArtifactKind.File;

    /// <summary>What <c>path</c> found, which has to be of the declared kind.</summary>
    public static FlowValue One(ExpectedOutput output, ArtifactValue found) =>
        found.Kind == KindOf(output) && output.Type.Kind != FlowKind.Map
        ? found : throw Wrong(output, found);

    /// <summary>The entries of the directory that a <c>map&lt;file&gt;</c> names, by name, in byte order.</summary>
    public static FlowValue Entries(ExpectedOutput output, IEnumerable<KeyValuePair<string, ArtifactValue>> entries) =>
        new MapValue(new OrderedDictionary<string, FlowValue>(entries
            .OrderBy(entry => entry.Key, Comparer<string>.Create(FlowOrder.CompareText))
            .Select(entry => KeyValuePair.Create(entry.Key, Element(output, entry.Value)))));

    /// <summary>What <c>glob</c> found, in byte order already; nothing is an empty list.</summary>
    public static FlowValue Matches(ExpectedOutput output, IEnumerable<ArtifactValue> found) =>
        new ListValue([.. found.Select(each => Element(output, each))]);

    private static FlowValue Element(ExpectedOutput output, ArtifactValue found) =>
        (found.Kind == ArtifactKind.Dir) == (output.Type.Element!.Kind == FlowKind.Dir) ? found : throw Wrong(output, found);

    private static FlowException Wrong(ExpectedOutput output, ArtifactValue found) => new(
        FlowErrorKind.Type, $"{output.Path} is {output.Type.NotNull.Noun}, and '{found.Name}' is {FlowType.A(found.TypeName)}",
        "declare the output as what the step writes");
}
