using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Runs.Volumes;

/// <summary>
/// Volumes where nothing else has any: directories of the engine's, for processes and for nodes of clusters. A workflow's lies below the
/// home, as <c>WORKFLOW/NAME</c>; where its tasks run on machines that do not see the home, that is a link to a directory of a name of its
/// own which they see. A run's lies beside its attempts (<see cref="RunFiles.VolumeOf"/>), and goes with it.
/// </summary>
internal sealed class VolumeShelf(string directory)
{
    private const string SharedName = "volumes";
    private const int NameBytes = 16;

    /// <summary>
    /// The plan with the path of each volume that no container engine has; those of the workflow are there from now on.
    /// <paramref name="shared"/>: the directory that tasks of a node see, null: all of this machine.
    /// </summary>
    /// <exception cref="Fault">A volume lies where the run's tasks could not see it, or cannot be made.</exception>
    public RunPlan Place(RunPlan plan, RunFiles files, Func<NodePlan, string?> shared) =>
        plan.Nodes.All(static node => node.Volumes is null || node.Container is not null) ? plan : plan with
        {
            Nodes = [.. plan.Nodes.Select(node => node.Volumes is { } volumes && node.Container is null
                ? node with
                {
                    Volumes = [.. volumes.Select(volume => At(volume, volume.RunOnly
                        ? files.VolumeOf(volume.Name) : Made(plan.Workflow, volume.Name, shared(node))))],
                }
                : node)],
        };

    /// <summary>In an image a task sees it at its target.</summary>
    private static VolumePlan At(VolumePlan volume, string directory) =>
        volume.Path is null ? volume with { Path = directory } : volume with { Directory = directory };

    /// <summary>Where a workflow's volume lies; null: nothing has used it yet.</summary>
    public string? Find(string workflow, string name)
    {
        var path = PathOf(workflow, name);
        return new DirectoryInfo(path) is { Exists: true } found ? found.LinkTarget ?? path : null;
    }

    /// <summary>Removes all volumes of a workflow, which has no live run. May be repeated.</summary>
    public void Remove(string workflow)
    {
        var all = Path.Combine(directory, workflow);
        if (!Directory.Exists(all))
        {
            return;
        }

        foreach (var volume in new DirectoryInfo(all).EnumerateFileSystemInfos())
        {
            // Only what this shelf has made: a link that somebody put there is removed, and what it leads to stays.
            if (volume.LinkTarget is { } target && IsShared(target))
            {
                TreeRemoval.Delete(target);
            }
        }

        TreeRemoval.Delete(all);
    }

    private string PathOf(string workflow, string name) => Path.Combine(directory, workflow, name);

    private string Made(string workflow, string name, string? shared)
    {
        try
        {
            return Find(workflow, name) is { } known ? Seen(name, known, shared) : New(PathOf(workflow, name), shared);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Unavailable, $"there can be no directory for the volume '{name}': {failure.Message}",
                shared is null ? "see to the engine's home" : "make `work` of the target a directory that the engine's user can write",
                failure);
        }
    }

    private static string Seen(string name, string known, string? shared)
    {
        if (shared is not null && Path.GetDirectoryName(known) != Path.Combine(shared, SharedName))
        {
            throw Fault.Conflict(
                $"the volume '{name}' lies in {known}, which the machines of this run do not see: they see {shared}",
                "call it otherwise, or remove it with its workflow: dxflow workflow remove NAME --volumes");
        }

        Directory.CreateDirectory(known, RunFiles.Private);
        return known;
    }

    private static string New(string path, string? shared)
    {
        if (shared is null)
        {
            Directory.CreateDirectory(path, RunFiles.Private);
            return path;
        }

        DirectoryCalls.MakeOwn(Path.Combine(shared, SharedName));
        var target = Path.Combine(shared, SharedName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes)));
        Directory.CreateDirectory(target, RunFiles.Private);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, RunFiles.Private);

        // A link that leads nowhere: what it led to was removed by hand.
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
        return target;
    }

    private static bool IsShared(string target) =>
        Path.GetFileName(Path.GetDirectoryName(target)) == SharedName && Path.GetFileName(target) is { Length: NameBytes * 2 } name
        && name.All(char.IsAsciiHexDigitLower);
}
