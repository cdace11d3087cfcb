using Dxflow.Access;
using Dxflow.Artifacts;
using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Engine.Updates;
using Dxflow.Objects;
using Dxflow.Objects.Commands;
using Dxflow.Objects.Shares;
using Dxflow.Operations;
using Dxflow.Platform;
using Dxflow.Runtimes.Pilot;
using Dxflow.Shells;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Documents;
using Dxflow.Workflows;
using Dxflow.Workflows.Adopting;

namespace Dxflow;

/// <summary>
/// The manifest: one line per noun. Deleting a feature is deleting its folder, its line here and its lines in <see cref="Daemon"/>.
/// </summary>
internal static class Catalog
{
    public static IReadOnlyList<CommandNoun> Nouns { get; } = Make();

    public static OperationSet Operations => new(Nouns.SelectMany(noun => noun.Operations?.Invoke() ?? []));

    private static IReadOnlyList<CommandNoun> Make() =>
    [
        new("", "Everyday commands.", Local: () => [.. EverydayCommands.Local, .. RootCommands.All(() => Nouns)]),
        new(
            "boot",
            "Start and end an engine.",
            () => BootOperations.All,
            () => new BootCommands(Daemon.RunAsync).Local,
            () => BootCommands.Views),
        new(
            "engine",
            "The engine about itself.",
            () => [.. EngineOperations.All, .. AuthOperations.OfEngine, .. ApiDocuments.Operations],
            () =>
            [
                .. EngineCommands.Local, .. new TrustCommands(RemoteCommands.EngineAsync).Local, .. UpdateCommands.Local,
                .. WorkerCommands.Local,
            ],
            () => EngineCommands.Views),
        new("auth", "Signing in with a key.", () => AuthOperations.All),
        new(
            "key",
            "Who may come in, and what for.",
            () => KeyOperations.All,
            () => new KeyCommands(home => Home.Locate(home).Path).Local,
            () => KeyCommands.Views,
            Instant: static _ => true),
        new("audit", "Who did what.", () => AuditOperations.All, Views: () => AuditCommands.Views, Instant: static _ => true),
        new("config", "Settings of a profile.", Local: () => ConfigCommands.Local),
        new(
            "workflow",
            "Workflows and their runs.",
            () => WorkflowOperations.All,
            () => AdoptCommands.Local,
            Views: () => WorkflowCommands.Views,
            Names: WorkflowCommands.NamesAsync,
            Aliases: ["flow"],
            Instant: verb => verb is not ("start" or "restart")),
        new(
            "shell",
            "Shells that outlive everything.",
            () => ShellOperations.All,
            () => ShellCommands.Local,
            () => ShellCommands.Views,
            ShellCommands.NamesAsync,
            Aliases: ["sh"],
            Instant: static _ => true),
        new("artifact", "Files and directories that runs take and give.", () => ArtifactOperations.All, Instant: static _ => true),
        new("object", "Files that the engine keeps for everybody.", () => ObjectOperations.All,
            () => ObjectCommands.Local, () => ObjectCommands.Views, Aliases: ["fs"], Instant: static _ => true),
        new("share", "Links to objects, for whoever has no key.", () => ShareOperations.All, Instant: static _ => true),
        new(
            "platform",
            "The container engines of the machine, and what they have.",
            () => PlatformOperations.All,
            Views: () => PlatformCommands.Views,
            Instant: static _ => true),
    ];
}
