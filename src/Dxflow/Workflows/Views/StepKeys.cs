using System.Globalization;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// The keys of a step's slices, each a path: the key of the slice or turn that it is in, then its own. From the state alone follow literal
/// text and <c>index</c>; a key that names more is asked of whoever evaluates the document, and as long as that cannot be told it is shown
/// as it is written. A key that tells no slices apart has the slice's number after a slash.
/// </summary>
internal sealed class StepKeys
{
    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly string _within;
    private readonly string _head;
    private readonly bool _isNumbered;
    private readonly Func<int, string?>? _ask;
    private readonly string? _tail;

    public StepKeys(string within, Template key, bool isFanned, Func<int, string?>? ask)
    {
        var mentions = TemplateReferences.Of(key).Any(static reference => reference.Kind is ReferenceKind.Index or ReferenceKind.Each);
        (_within, _parts, _isNumbered, _ask) = (within, key.Parts, isFanned && !mentions, IsPlain(key) ? null : ask);
        _head = within + string.Concat(key.Parts.TakeWhile(static part => !part.IsExpression).Select(static part => part.Text));
        IsWhole = !key.HasExpressions;
        var number = key.Parts.TakeWhile(static part => !IsIndex(part)).Count();
        var isAlone = key.Parts.Count(static part => part.IsExpression) == 1 && number < key.Parts.Count;
        var isPlain = IsWhole ? isFanned : !_isNumbered && isAlone;
        _tail = isPlain ? string.Concat(key.Parts.Skip(IsWhole ? key.Parts.Count : number + 1).Select(static part => part.Text)) : null;
        IsCounted = isPlain && (_tail!.Length == 0 || !char.IsAsciiDigit(_tail[0]));
    }

    /// <summary>No expression is in it.</summary>
    private bool IsWhole { get; }

    /// <summary>Whether a plan has a key that its states alone do not tell.</summary>
    public static bool NeedAsking(RunPlan plan) => plan.Nodes.Any(static node => node.Step is { } step && !IsPlain(step.Key));

    /// <param name="ask">The key of a slice of a step, by its number there; null if it cannot be told yet.</param>
    public static StepKeys Of(RunState state, int step, Func<RunState, int, int, string?>? ask = null)
    {
        var (node, it) = (state.NodeOf(step), state.Steps[step]);
        var key = node.Step?.Key ?? Template.Literal(node.Name);

        // One row for all slices that there may be has the key of none.
        var isTold = ask is not null && (node.Step?.Fan is null || it.IsFanned);
        Func<int, string?>? asked = isTold ? slice => ask!(state, step, slice) : null;
        var frame = state.Frames[it.Frame];
        if (frame.Host < 0)
        {
            return new StepKeys("", key, it.IsFanned || it.Count > 1, asked);
        }

        var host = state.Slices[frame.Host].Step;
        var calling = state.NodeOf(host).Step!;
        var around = Of(state, host, ask).Of(frame.Host - state.Steps[host].First)
            + (calling.Repeat is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{frame.Turn}"));
        return calling.Call!.Inline
            ? new StepKeys("", Template.Literal((IsPlain(key) ? null : asked?.Invoke(0)) ?? around), false, null)
            : new StepKeys(around + "/", key, it.IsFanned, asked);
    }

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
        if (_ask?.Invoke(slice) is { } told)
        {
            return told;
        }

        var number = slice.ToString(CultureInfo.InvariantCulture);
        var key = IsWhole ? _head : _within + string.Concat(_parts.Select(part => !part.IsExpression ? part.Text
            : IsIndex(part) ? number : $"{{{{ {part.Text} }}}}"));
        return _isNumbered ? $"{key}/{number}" : key;
    }

    private static bool IsPlain(Template key) => key.Parts.All(static part => !part.IsExpression || IsIndex(part));

    private static bool IsIndex(TemplatePart part) => part.IsExpression && part.Text.Trim() == "index";
}
