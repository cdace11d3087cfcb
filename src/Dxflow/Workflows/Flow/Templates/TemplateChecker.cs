using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Templates;

/// <summary>
/// Checks the expressions of a template and what they become: null has no text, a secret is text in the environment alone, an
/// artifact is text only as the path of the step's own input, and <c>...</c> stands alone in an argument.
/// </summary>
internal static class TemplateChecker
{
    public static CheckedTemplate Check(Template template, TemplateUse use, ReferenceTyping typing)
    {
        var errors = new List<FlowError>();
        var parts = new List<CheckedPart>(template.Parts.Count);
        foreach (var part in template.Parts)
        {
            var expression = part.IsExpression ? Checker.Check(ExpressionParser.Parse(part.Text, part.At), typing) : null;
            parts.Add(new CheckedPart(part.Text, expression));
            errors.AddRange(expression?.Errors ?? []);
            if (expression is { IsValid: true })
            {
                errors.AddRange(Misused(expression, use, template.Parts.Count == 1, typing));
            }
        }

        var lone = parts is [{ Expression: { } only }] && use == TemplateUse.Value ? only : null;
        return new CheckedTemplate(parts, use, lone?.Type ?? FlowType.String, lone?.Because, errors);
    }

    private static IEnumerable<FlowError> Misused(CheckedExpression expression, TemplateUse use, bool lone, ReferenceTyping typing)
    {
        if (expression.Source.Spread && (!lone || use != TemplateUse.Argument))
        {
            yield return Error(expression, "'...' stands where it cannot spread", "write it alone, as one argument of a list `command`");
            yield break;
        }

        if (use != TemplateUse.Environment
            && expression.Source.Root!.References.FirstOrDefault(static one => one.Kind == ReferenceKind.Secret) is { } secret)
        {
            yield return Error(expression, $"{secret} stands in `environment` alone", "put it there, and read the variable");
            yield break;
        }

        if (use == TemplateUse.Value && lone)
        {
            yield break;
        }

        var type = expression.Source.Spread ? expression.Type.Element ?? FlowType.Json : expression.Type;
        if (type.Optional)
        {
            var message = $"this may be null, which has no text: {expression.Because ?? "its type is " + type}";
            yield return Error(expression, message, "give a value for that case with '??'", FlowErrorKind.Null);
        }

        if (type.HoldsSecret && (use != TemplateUse.Environment || type.Kind != FlowKind.Secret))
        {
            yield return Error(expression, "a secret would show here", "put it into `environment`, and read the variable");
        }

        if (type.HoldsArtifact && Unplaced(expression, typing) is { } reference)
        {
            yield return Error(expression, $"{reference} is {type.Noun}, which has no path here",
                reference.Kind == ReferenceKind.Each ? $"write {{{{ inputs.{reference.Name} }}}}: it is also an input"
                : "declare it under `inputs`, and write {{ inputs.NAME }}");
        }
    }

    private static Reference? Unplaced(CheckedExpression expression, ReferenceTyping typing) => expression.Source.Root!.References
        .FirstOrDefault(reference => reference.Kind != ReferenceKind.Input && typing(reference).Type is { HoldsArtifact: true });

    private static FlowError Error(CheckedExpression expression, string message, string fix, FlowErrorKind kind = FlowErrorKind.Type) =>
        expression.Source.Locate(new FlowError(kind, message, fix), 0);
}
