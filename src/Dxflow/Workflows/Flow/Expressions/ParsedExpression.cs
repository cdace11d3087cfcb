using System.Diagnostics.CodeAnalysis;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// The text between <c>{{</c> and <c>}}</c> as a tree, or why it is none. With <see cref="Spread"/> it began with <c>...</c>:
/// each element of the list becomes an argument of its own.
/// </summary>
internal sealed record ParsedExpression(string Text, Place At, Expression? Root, bool Spread = false, FlowError? Error = null)
{
    [MemberNotNullWhen(true, nameof(Root))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Root is not null;

    /// <summary>The place of an offset in the text: exact on one line, the start of the line where a text was folded.</summary>
    public static Place Within(Place start, string text, int offset)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        var line = before.Count('\n');
        return line == 0 ? start with { Column = start.Column + before.Length }
            : start with { Line = start.Line + line, Column = before.Length - before.LastIndexOf('\n') };
    }

    public FlowError Locate(FlowError error, int offset) => error with { At = Within(At, Text, offset), Expression = Text.Trim() };
}
