using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// <c>label_file</c>: labels from files, in the form of an env file; a later file, and then <c>labels</c>, goes before it.
/// </summary>
internal static class LabelFileReader
{
    public static Dictionary<string, Placed<Template>> Read(MapReader service, ReadingContext context)
    {
        var labels = new Dictionary<string, Placed<string>>(StringComparer.Ordinal);
        foreach (var path in service.Texts("label_file", orText: true))
        {
            var file = context.Source.Read(path.Value);
            if (file.Text is { } text)
            {
                EnvFileReader.Read(
                    new SourceText(path.Value, text), EnvFileFormat.Compose, context.Interpolation, context.Problems, labels);
            }
            else
            {
                context.Error(
                    path.At,
                    $"the label file {ReadingContext.Short(path.Value)} cannot be read: {file.Failure}",
                    "Write the file, or remove the line.");
            }
        }

        return labels.ToDictionary(
            label => label.Key, label => new Placed<Template>(Template.Literal(label.Value.Value), label.Value.At), StringComparer.Ordinal);
    }
}
