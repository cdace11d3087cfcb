using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Resources;

/// <summary>
/// What a config or secret holds. The text of a file is read where the document is read, so that it travels with it; only a file that is
/// no text stays where it is. What no service uses is not read at all.
/// </summary>
internal static class FileSourceReader
{
    private const string Cluster = "Write file, environment or content: there is no cluster that keeps it.";

    public static FileSourceSpec Read(string kind, ResourceSpec resource, MapReader body, ReadingContext context)
    {
        body.Pairs("labels");
        body.Pairs("driver_opts");
        return resource.External || body["driver"] is not null || body["template_driver"] is not null
            ? new FileSourceSpec(
                null, Failure: $"`{ReadingContext.Short(resource.Name)}` of `{kind}` is kept by a cluster, and there is none", Fix: Cluster)
            : resource.Content is { } content ? new FileSourceSpec(content.Value)
            : resource.File is { } file ? File(file.Value, context)
            : body.Text("environment") is { } variable ? new FileSourceSpec(
                null,
                Failure: $"`{ReadingContext.Short(resource.Name)}` of `{kind}` is the variable {ReadingContext.Short(variable.Value)}, "
                    + "which is not set",
                Fix: "Set it.")

            // What is wrong with it has been said.
            : new FileSourceSpec("");
    }

    private static FileSourceSpec File(string path, ReadingContext context)
    {
        var file = context.Source.Read(path);
        return file.Text is { } text ? new FileSourceSpec(text)
            : DocumentPaths.IsPath(path)
                ? new FileSourceSpec(null, DocumentPaths.Absolute(context.Source.ProjectDirectory, path))
                : new FileSourceSpec(null, Failure: $"`{ReadingContext.Short(path)}` cannot be read: {file.Failure}", Fix: "Name a file.");
    }
}
