using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Reusing;

namespace Dxflow.Workflows;

/// <summary>What a document is planned with: the same options for <c>validate</c>, <c>plan</c>, <c>start</c> and <c>run</c>.</summary>
internal sealed record ValidateWorkflow(
    [Description("The document, with the files and variables it reads."), Files] DocumentBundle Document,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null);

internal sealed record Validation(
    [Description("Whether the document can be run.")] bool Valid,
    [Description("Every problem and warning, in the order of the document.")] IReadOnlyList<Problem> Problems);

internal sealed record PlanWorkflow(
    [Description("The document, with the files and variables it reads."), Files] DocumentBundle Document,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null,
    [Description("Name of the workflow whose run is meant by reuse; otherwise the document's.")] string? Name = null,
    [Description("Take over what went well in the run with this number: the same key, and nothing that decides the result is different.")]
    int? Reuse = null,
    [Description("With reuse: run what has this key or is under it, and all after it.")] IReadOnlyList<string>? From = null,
    [Description("With reuse: take an output over as another value, KEY.outputs.NAME=VALUE.")]
    IReadOnlyDictionary<string, string>? Set = null,
    [Description("With reuse: take over what has this key or is under it, whatever is different.")]
    IReadOnlyList<string>? ForceReuse = null);

internal sealed record PlannedNode(
    [Description("Name of the step or service.")] string Name,
    [Description("Step, one-shot or service.")] NodeKind Kind,
    [Description("What executes it.")] string Runtime,
    [Description("What it waits for.")] IReadOnlyList<string> After,
    [Description("Cores booked while it runs.")] double Cpus,
    [Description("Memory booked while it runs, in bytes.")] long MemoryBytes,
    [Description("The program and its arguments, references unresolved."), Wide] string Command);

internal sealed record WorkflowPlanInfo(
    [Description("Name of the workflow.")] string Workflow,
    [Description("A job ends by itself; an up run lasts until it is stopped.")] RunKind Kind,
    [Description("What would run, in order.")] IReadOnlyList<PlannedNode> Items,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings,
    [Description("With reuse: what would run and what would be taken over, step by step.")] IReadOnlyList<PlannedReuse>? Planned = null);

internal sealed record CreateWorkflow(
    [Description("The document, with the files and variables it reads."), Files] DocumentBundle Document,
    [Description("Name of the workflow; otherwise the document's.")] string? Name = null,
    [Description("Make a new revision if the workflow exists with other content.")] bool Replace = false,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null,
    [Description("The runtime that it is checked for, where neither it nor its steps name one; starts may choose another.")]
    string? Runtime = null);

[JsonConverter(typeof(WireEnum<CreateResult>))]
internal enum CreateResult
{
    Created,
    Replaced,
    Unchanged,
}

internal sealed record WorkflowCreated(
    [Description("Name of the workflow.")] string Name,
    [Description("Its revision now.")] int Revision,
    [Description("What was done.")] CreateResult Result,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings);
