using Dxflow.Workflows.Flow.Expressions;

namespace Dxflow.Workflows.Flow.Templates;

/// <summary>What a template refers to, whatever the types are.</summary>
internal static class TemplateReferences
{
    public static IEnumerable<Reference> Of(Template template) => template.Parts.Where(static part => part.IsExpression)
        .SelectMany(static part => ExpressionParser.Parse(part.Text, part.At).Root?.References ?? []);
}
