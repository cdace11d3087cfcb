using System.Text.Json.Serialization;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow;

/// <summary>A piece of a template: literal text, or the source of one expression between <c>{{</c> and <c>}}</c> with its place.</summary>
internal sealed record TemplatePart(
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsExpression = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Place At = default);

/// <summary>
/// A text as it stands in a document, cut at its references <em>before</em> <c>${VAR}</c> is resolved, so that nothing a variable
/// brings in is ever read as a reference. A template of exactly one expression keeps the value's type.
/// </summary>
internal sealed record Template(IReadOnlyList<TemplatePart> Parts)
{
    public static Template Literal(string text) => new([new TemplatePart(text)]);

    [JsonIgnore]
    public bool HasExpressions => Parts.Any(part => part.IsExpression);

    /// <summary>The text of a template without expressions.</summary>
    [JsonIgnore]
    public string Text => string.Concat(
        Parts.Select(part => part.IsExpression ? throw new InvalidOperationException("a reference") : part.Text));

    public override string ToString() => string.Concat(Parts.Select(part => part.IsExpression ? $"{{{{ {part.Text} }}}}" : part.Text));
}
