using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// The environment a service is given: each <c>env_file</c> in turn, then <c>environment</c> over it. Values of files are texts;
/// references in them are not looked for.
/// </summary>
internal static class EnvironmentReader
{
    public static IReadOnlyDictionary<string, Placed<Template>> Read(MapReader service, ReadingContext context)
    {
        var values = new Dictionary<string, Placed<string>>(StringComparer.Ordinal);
        switch (service["env_file"])
        {
            case null:
                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    ReadFile(item, context, values);
                }

                break;
            case var one:
                ReadFile(one, context, values);
                break;
        }

        var environment = values.ToDictionary(
            value => value.Key, value => new Placed<Template>(Template.Literal(value.Value.Value), value.Value.At), StringComparer.Ordinal);
        new PairReader("environment", context, context.Interpolation.Variable).Read(service["environment"], environment);
        return environment;
    }

    private static void ReadFile(Node node, ReadingContext context, Dictionary<string, Placed<string>> into)
    {
        if (node is not MapNode map)
        {
            if (context.Text(node, "`env_file`") is { } path)
            {
                context = context with { Interpolation = context.Interpolation.Of(node) };
                ReadFile(path, node.At, required: true, EnvFileFormat.Compose, context, into);
            }

            return;
        }

        context.CheckKeys(map, KnownKeys.EnvFile, "an entry of `env_file`");
        var entry = new MapReader(map, context);
        var format = entry.Text("format");
        if (format is { Value: not "raw" } wrong)
        {
            context.Error(wrong.At, $"`{wrong.Value}` is no format of an env file", "Write raw, or remove the key.");
        }

        if (entry.Text("path") is { } at)
        {
            ReadFile(
                at.Value,
                at.At,
                entry.Bool("required")?.Value ?? true,
                format is null ? EnvFileFormat.Compose : EnvFileFormat.Raw,
                context with { Interpolation = context.Interpolation.Of(entry["path"]!) },
                into);
        }
        else if (entry["path"] is null)
        {
            context.Error(map.At, "an entry of `env_file` has no path", "Write path: FILE.");
        }
    }

    private static void ReadFile(
        string path, Place at, bool required, EnvFileFormat format, ReadingContext context, Dictionary<string, Placed<string>> into)
    {
        var file = context.Source.Read(path);
        if (file.Text is { } text)
        {
            EnvFileReader.Read(new SourceText(path, text), format, context.Interpolation, context.Problems, into);
        }
        else if (required || !file.IsMissing)
        {
            context.Error(at, $"the env file {path} cannot be read: {file.Failure}", "Write the file, or set `required: false`.");
        }
    }
}
