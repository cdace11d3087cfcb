using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Workflows.Reusing;

internal sealed record RetryRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("What has these keys or is under them: of a run that goes on what failed of it, else that and all after it."), Argument]
    IReadOnlyList<string>? Keys = null,
    [Description("Show what would run and what would be taken over, and start nothing.")] bool DryRun = false);
