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
    private readonly string? _tail;

    public StepKeys(Template key, bool isFanned)
    {
        var mentions = TemplateReferences.Of(key).Any(static reference => reference.Kind is ReferenceKind.Index or ReferenceKind.Each);
        _parts = key.Parts;
        _isNumbered = isFanned && !mentions;
        _head = string.Concat(key.Parts.TakeWhile(static part => !part.IsExpression).Select(static part => part.Text));
        IsWhole = !key.HasExpressions;
        var number = key.Parts.TakeWhile(static part => !IsIndex(part)).Count();
        var isAlone = key.Parts.Count(static part => part.IsExpression) == 1 && number < key.Parts.Count;
        var isPlain = IsWhole ? isFanned : !_isNumbered && isAlone;
        _tail = isPlain ? string.Concat(key.Parts.Skip(IsWhole ? key.Parts.Count : number + 1).Select(static part => part.Text)) : null;
        IsCounted = isPlain && (_tail!.Length == 0 || !char.IsAsciiDigit(_tail[0]));
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

    /// <summary>A key is some text, the slice's number, and some text: which slices a key can be of is then told by its digits.</summary>
    private bool IsCounted { get; }

    /// <summary>
    /// The slices, of so many, whose key may begin so, in ranges and in order: of a million no more are looked at than the number of digits
    /// has ranges. Where keys are more than text and a number, all of them.
    /// </summary>
    public IEnumerable<(int First, int Last)> Candidates(string prefix, int count)
    {
        var head = IsWhole ? _head + "/" : _head;
        if (!IsCounted || head.StartsWith(prefix, StringComparison.Ordinal))
        {
            return count > 0 ? [(0, count - 1)] : [];
        }

        var digits = prefix.StartsWith(head, StringComparison.Ordinal)
            ? new string([.. prefix.Skip(head.Length).TakeWhile(char.IsAsciiDigit)])
            : "";
        var rest = prefix[Math.Min(prefix.Length, head.Length + digits.Length)..];
        return digits.Length == 0 || (digits[0] == '0' && digits.Length > 1)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !_tail!.StartsWith(rest, StringComparison.Ordinal)
                ? []
                : Numbers(number, count, isWhole: rest.Length > 0 || number == 0);
    }

    /// <summary>12 begins 12, 120 to 129, 1200 to 1299, and so on.</summary>
    private static IEnumerable<(int First, int Last)> Numbers(int number, int count, bool isWhole)
    {
        for (long first = number, width = 1; first < count; (first, width) = (first * 10, width * 10))
        {
            yield return ((int)first, (int)Math.Min(first + width, count) - 1);
            if (isWhole)
            {
                yield break;
            }
        }
    }

    public string Of(int slice)
    {
        var number = slice.ToString(CultureInfo.InvariantCulture);
        var key = IsWhole ? _head : string.Concat(_parts.Select(part => !part.IsExpression ? part.Text
            : IsIndex(part) ? number : $"{{{{ {part.Text} }}}}"));
        return _isNumbered ? $"{key}/{number}" : key;
    }

    private static bool IsIndex(TemplatePart part) => part.IsExpression && part.Text.Trim() == "index";
}
