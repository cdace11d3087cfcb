using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Including;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Services;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>
/// Reads a document as compose-spec has it, with every problem at once. It asks only the source for files and variables, so that
/// the client's reading and the engine's are the same.
/// </summary>
internal static class ComposeReader
{
    public const int ServicesMax = 100_000;

    /// <summary>Null if nothing could be read; problems may also stand beside a reading.</summary>
    public static ComposeReading? Read(IDocumentSource source, Problems problems)
    {
        if (source.Documents is not [var main, ..])
        {
            problems.Error(default, "no document is named", "Name a file.");
            return null;
        }

        var context = new ReadingContext(EnvFiles.OfProject(source, problems), source, problems);
        return new DocumentLoader(context).Load() is { } root
            ? new ComposeReading(ReadRoot(root, main.Name, context), context.Interpolation, source, problems, root)
            : null;
    }

    /// <summary>A document that stands inside another, which it takes everything from that lies outside, and its volumes.</summary>
    public static ComposeReading Inside(ComposeReading around, MapNode root)
    {
        var context = new ReadingContext(around.Interpolation, around.Source, around.Problems);
        foreach (var (_, service) in (root["services"] as MapNode)?.Entries ?? [])
        {
            if (service is MapNode map && map["extends"] is { } extends)
            {
                context.Error(extends.At, "`extends` is not followed inside `x-workflows`", "Put the document into a file of its own.");
            }
        }

        var spec = ReadRoot(root, around.Source.Documents[0].Name, context, around.Spec.Volumes);
        return around with { Spec = spec with { Name = around.Spec.Name }, Root = root };
    }

    private static ComposeSpec ReadRoot(
        MapNode root, string file, ReadingContext context, IReadOnlyList<ResourceSpec>? volumes = null)
    {
        CheckKeys(root, context);
        var reader = new MapReader(root, context);
        var services = ReadServices(root, reader, context);
        var spec = new ComposeSpec(
            ProjectName.Read(reader, file, context),
            context.Source.ProjectDirectory,
            services,
            ResourceReader.Read(reader, "networks", KnownKeys.Network, context),
            volumes ?? ResourceReader.Read(reader, "volumes", KnownKeys.Volume, context),
            ResourceReader.Read(reader, "configs", KnownKeys.Config, context, ResourceReader.Used(services, secret: false)),
            ResourceReader.Read(reader, "secrets", KnownKeys.Secret, context, ResourceReader.Used(services, secret: true)),
            root["x-workflow"],
            root["x-workflows"],
            [.. root.Entries.Where(
                entry => entry.Key.Text.StartsWith("x-", StringComparison.Ordinal) && !KnownKeys.Document.Contains(entry.Key.Text))],
            ActiveProfiles(context));
        DependencyChecks.Check(spec.Services, context.Problems);
        NameChecks.Check(spec, context);
        foreach (var step in spec.Services.Where(service => service.IsStep))
        {
            StepKeyChecks.Check(step, context.Problems);
        }

        return spec;
    }

    private static void CheckKeys(MapNode root, ReadingContext context)
    {
        context.CheckKeys(root, KnownKeys.Document, "a document");
        foreach (var (key, _) in root.Entries)
        {
            switch (key.Text)
            {
                case "version":
                    context.Problems.Warn(key.At, "`version` is obsolete and has no effect", "Remove the line.");
                    break;
                case "models":
                    context.Error(key.At, "`models` is not supported yet", "Run the model as a service of its own.");
                    break;
            }
        }
    }

    private static List<ServiceSpec> ReadServices(MapNode root, MapReader reader, ReadingContext context)
    {
        var services = new List<ServiceSpec>();
        var map = reader.Map("services");
        if (reader["services"] is null || map is { Entries.Count: 0 })
        {
            context.Error(root.At, "the document has no services", "Write `services:` and below it, indented, a service or a step.");
        }

        if (map is { Entries.Count: > ServicesMax })
        {
            context.Error(map.At, $"the document has more than {ServicesMax:N0} services", "Give the elements to one step as a list.");
            return services;
        }

        foreach (var (name, value) in map?.Entries ?? [])
        {
            if (ServiceReader.Read(name, value, context) is { } service)
            {
                services.Add(service);
            }
        }

        return services;
    }

    private static IReadOnlyList<string> ActiveProfiles(ReadingContext context) => context.Source.Profiles.Count > 0
        ? context.Source.Profiles
        : context.Interpolation.Variable("COMPOSE_PROFILES")?.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
