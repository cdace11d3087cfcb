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

    public static FileSourceSpec Read(string kind, string name, MapReader body, bool external, ReadingContext context)
    {
        string[] sources = [.. ((string[])["file", "environment", "content"]).Where(key => body[key] is not null)];
        body.Pairs("labels");
        body.Pairs("driver_opts");
        var shown = ReadingContext.Short(name);
        if (external || body["driver"] is not null || body["template_driver"] is not null)
        {
            return new FileSourceSpec(
                null, Failure: $"`{shown}` of `{kind}` is kept by a cluster, and there is none", Fix: Cluster);
        }

        if (sources is not [var source])
        {
            return new FileSourceSpec(
                null,
                Failure: sources.Length == 0 ? $"`{shown}` of `{kind}` has no content"
                    : $"`{sources[0]}` and `{sources[1]}` of `{shown}` exclude each other",
                Fix: sources.Length == 0 ? "Write file, environment or content." : "Keep one of the two.");
        }

        return body.Text(source) is not { } text ? new FileSourceSpec("")
            : source switch
            {
                "content" => new FileSourceSpec(text.Value),
                "environment" => Variable(text.Value, kind, shown, context),
                _ => File(text.Value, context),
            };
    }

    private static FileSourceSpec Variable(string variable, string kind, string name, ReadingContext context) =>
        context.Interpolation.Variable(variable) is { } value ? new FileSourceSpec(value)
        : new FileSourceSpec(
            null, Failure: $"`{name}` of `{kind}` is the variable {ReadingContext.Short(variable)}, which is not set", Fix: "Set it.");

    private static FileSourceSpec File(string path, ReadingContext context)
    {
        var file = context.Source.Read(path);
        return file.Text is { } text ? new FileSourceSpec(text)
            : DocumentPaths.IsPath(path)
                ? new FileSourceSpec(null, DocumentPaths.Absolute(context.Source.ProjectDirectory, path))
                : new FileSourceSpec(null, Failure: $"`{ReadingContext.Short(path)}` cannot be read: {file.Failure}", Fix: "Name a file.");
    }
}
