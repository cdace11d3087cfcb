using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>The labels of a service: each <c>label_file</c> in turn, then <c>labels</c> over it.</summary>
internal static class LabelReader
{
    public static Dictionary<string, Placed<Template>> Read(MapReader reader, ReadingContext context)
    {
        var values = new Dictionary<string, Placed<string>>(StringComparer.Ordinal);
        foreach (var path in reader.Texts("label_file", orText: true))
        {
            var file = context.Source.Read(path.Value);
            if (file.Text is { } text)
            {
                EnvFileReader.Read(
                    new SourceText(path.Value, text), EnvFileFormat.Compose, context.Interpolation, context.Problems, values);
            }
            else
            {
                context.Error(path.At, $"the label file {ReadingContext.Short(path.Value)} cannot be read: {file.Failure}",
                    "Write the file, or remove it.");
            }
        }

        var labels = values.ToDictionary(
            value => value.Key, value => new Placed<Template>(Template.Literal(value.Value.Value), value.Value.At), StringComparer.Ordinal);
        new PairReader("labels", context, static _ => "").Read(reader["labels"], labels);
        return labels;
    }
}
