using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Workflows.Adopting;

/// <summary>
/// <c>dxflow workflow adopt PROJECT</c>: a local command, made of <c>workflow.projects</c>, <c>workflow.create</c> and
/// <c>workflow.start</c>.
/// </summary>
internal sealed record AdoptProject(
    [Description("Name of the Compose project.")] string Project,
    [Description("The document's files, otherwise those that its containers name."), Short('f')] IReadOnlyList<string>? File = null,
    [Description("The container engine that it is on, if it is on several.")] string? Runtime = null,
    [Description("Make it a new revision of the workflow of that name.")] bool Replace = false,
    [Description("Show what would be taken over, and change nothing.")] bool DryRun = false);
