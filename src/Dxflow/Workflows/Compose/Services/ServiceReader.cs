using System.Text.RegularExpressions;
using Dxflow.Workflows.Compose.Containers;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>Reads one service; every key of it is known, kept, or a problem.</summary>
internal static partial class ServiceReader
{
    public const int NameLengthMax = 128;
    private const string StepKey = "x-step";

    // Concern only tools, or nothing that runs here: their form is checked and no more.
    private static readonly string[] FormOnly = ["attach", "credential_spec", "develop", "pre_start"];

    public static ServiceSpec? Read(ScalarNode name, Node value, ReadingContext document)
    {
        if (name.Text.Length > NameLengthMax || !Name().IsMatch(name.Text))
        {
            document.Error(
                name.At,
                $"`{ReadingContext.Short(name.Text)}` is no name of a service",
                $"Use letters, digits and . _ - only, at most {NameLengthMax} of them.");
        }

        if (document.Map(value, $"the service `{ReadingContext.Short(name.Text)}`") is not { } map)
        {
            return null;
        }

        var step = map[StepKey];
        var context = document with { InStep = step is not null };
        CheckKeys(map, context);
        return Build(new ServiceSpec(name.Text, name.At, map) { Step = step }, new MapReader(map, context), context);
    }

    private static ServiceSpec Build(ServiceSpec named, MapReader reader, ReadingContext context)
    {
        var deploy = DeployReader.Deploy(reader, context);
        var labels = LabelFileReader.Read(reader, context);
        new PairReader("labels", context, static _ => "").Read(reader["labels"], labels);
        var service = named with
        {
            Image = reader.Text("image"),
            Build = reader["build"],
            Command = CommandReader.Read(reader["command"], "command", context),
            Entrypoint = CommandReader.Read(reader["entrypoint"], "entrypoint", context),
            Environment = EnvironmentReader.Read(reader, context),
            WorkingDirectory = reader["working_dir"] is { } directory && context.Template(directory, "`working_dir`") is { } path
                ? new Placed<Template>(path, directory.At)
                : null,
            DependsOn = ImpliedDependencies.Add(DependencyReader.Read(reader, context), reader, context),
            Healthcheck = HealthcheckReader.Read(reader, context),
            Restart = DeployReader.Restart(reader, deploy, context),
            StopSignal = SignalReader.Read(reader, context),
            StopGracePeriod = reader.Duration("stop_grace_period"),
            Resources = DeployReader.Resources(reader, deploy, context),
            Replicas = DeployReader.Replicas(reader, deploy, context),
            Profiles = reader.Texts("profiles"),
            Labels = labels,
            Ports = PortReader.Read(reader, context),
            Volumes = MountReader.Read(reader, context),
            Networks = Networks(reader),
            NetworkMode = reader.Text("network_mode"),
            User = reader.Text("user"),
            ContainerName = reader.Text("container_name"),
            Tty = reader.Bool("tty"),
            StdinOpen = reader.Bool("stdin_open"),
            Extensions = [.. named.Node.Entries.Where(
                entry => entry.Key.Text.StartsWith("x-", StringComparison.Ordinal) && entry.Key.Text != StepKey)],
        };
        return service with { Container = ContainerReader.Read(service, reader, context) };
    }

    private static IReadOnlyList<Placed<string>> Networks(MapReader reader) => reader["networks"] is MapNode map
        ? [.. map.Entries.Select(entry => new Placed<string>(entry.Key.Text, entry.Key.At))]
        : reader.Texts("networks");

    private static void CheckKeys(MapNode map, ReadingContext context)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (ServiceKeys.All.TryGetValue(key.Text, out var known))
            {
                if (FormOnly.Contains(known.Name))
                {
                    KeptReader.Check(known, value, context);
                }
            }
            else if (ServiceKeys.NotYet.TryGetValue(key.Text, out var instead))
            {
                context.Error(key.At, $"`{key.Text}` is not supported yet", instead);
            }
            else if (!key.Text.StartsWith("x-", StringComparison.Ordinal))
            {
                context.UnknownKey(key, ServiceKeys.Names, "a service");
            }
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9._-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
