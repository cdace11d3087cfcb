using System.Text;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Ops;

/// <summary>What operators take and leave, as the document says it: for people, and for steps that are written by hand.</summary>
internal static class OpText
{
    public static string List(IReadOnlyList<Op> ops)
    {
        var text = new StringBuilder();
        foreach (var op in ops.OrderBy(static op => op.Name, StringComparer.Ordinal))
        {
            text.Append($"{op.Name}({string.Join(", ", op.Inputs.Select(Field))}) -> ({string.Join(", ", op.Outputs.Select(Field))})\n");
        }

        return text.ToString();
    }

    public static string Contract(Op op)
    {
        var (inputs, document) = (new YamlMap(), new YamlMap());
        foreach (var field in op.Inputs)
        {
            var input = new YamlMap();
            input.Add("type", YamlNode.Plain(field.Type.ToString()));
            inputs.Add(field.Name, input);
        }

        document.Add("inputs", inputs);
        document.Add("outputs", Outputs(op));
        return YamlText.Of(document);
    }

    public static YamlMap Outputs(Op op)
    {
        var outputs = new YamlMap();
        foreach (var field in op.Outputs)
        {
            var output = new YamlMap();
            output.Add("type", YamlNode.Plain(field.Type.ToString()));
            output.Add(field.Type.IsArtifact ? "path" : "file", YamlNode.Of(field.File));
            output.Add("collect", field.IsEarly ? YamlNode.Plain("always") : null);
            outputs.Add(field.Name, output);
        }

        return outputs;
    }

    private static string Field(OpField field) => $"{field.Type} {field.Name}{(field.IsRequired ? "" : " = …")}";
}
