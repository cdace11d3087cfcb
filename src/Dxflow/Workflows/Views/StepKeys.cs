using System.Globalization;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// The keys of a step's slices as far as its template says them without a run: literal text and <c>index</c>. What else it names is shown
/// as it is written. A key that tells no slices apart has the slice's number after a slash; inside what is called the way there
/// is before it.
/// </summary>
internal sealed class StepKeys
{
    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly string _head;
    private readonly bool _isNumbered;

    public StepKeys(Template key, bool isFanned)
    {
        var mentions = TemplateReferences.Of(key).Any(static reference => reference.Kind is ReferenceKind.Index or ReferenceKind.Each);
        _parts = key.Parts;
        _isNumbered = isFanned && !mentions;
        _head = string.Concat(key.Parts.TakeWhile(static part => !part.IsExpression).Select(static part => part.Text));
        IsWhole = !key.HasExpressions;
    }

    public static StepKeys Of(RunState state, int step)
    {
        var (node, it) = (state.NodeOf(step), state.Steps[step]);
        var key = it.Frame > 0 ? Template.Literal(StepNames.Name(state, step)) : node.Step?.Key ?? Template.Literal(node.Name);
        return new StepKeys(key, it.IsFanned || it.Count > 1);
    }

    /// <summary>No expression is in it.</summary>
    private bool IsWhole { get; }

    /// <summary>Whether a key of this step can begin so: of a million slices none has to be looked at where it cannot.</summary>
    public bool MayBegin(string prefix) => _head.StartsWith(prefix, StringComparison.Ordinal)
        || (prefix.StartsWith(_head, StringComparison.Ordinal)
            && (!IsWhole || (_isNumbered && (prefix.Length == _head.Length || prefix[_head.Length] == '/'))));

    public string Of(int slice)
    {
        var number = slice.ToString(CultureInfo.InvariantCulture);
        var key = IsWhole ? _head : string.Concat(_parts.Select(part => !part.IsExpression ? part.Text
            : part.Text.Trim() == "index" ? number : $"{{{{ {part.Text} }}}}"));
        return _isNumbered ? $"{key}/{number}" : key;
    }
}
