using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Workflows;

/// <summary>When the images of a run are fetched, whatever the document says.</summary>
[JsonConverter(typeof(WireEnum<StartPull>))]
internal enum StartPull
{
    Missing,
    Always,
    Never,
}

internal sealed record BuildWorkflow(
    [Description("Name of the workflow, or a document's file, which is kept as a workflow first.")] string Name,
    [Description("A service; otherwise all that have a build.")] IReadOnlyList<string>? Service = null,
    [Description("Look for newer images to build on.")] bool Pull = false,
    [Description("Build every step anew.")] bool NoCache = false,
    [Description("Arguments of the builds, before the document's own.")] IReadOnlyDictionary<string, string>? BuildArg = null,
    [Description("The runtime of steps that name none.")] string? Runtime = null);

internal sealed record PullWorkflow(
    [Description("Name of the workflow, or a document's file, which is kept as a workflow first.")] string Name,
    [Description("A service; otherwise all that have no build.")] IReadOnlyList<string>? Service = null,
    [Description("Go on with the others where one cannot be had.")] bool IgnoreFailures = false,
    [Description("The runtime of steps that name none.")] string? Runtime = null);

/// <summary>How the images of a workflow come to be there.</summary>
internal sealed record WorkflowImage(
    [Description("The service or step.")] string Service,
    [Description("The part that this is about, such as a layer.")] string? Part,
    [Description("What becomes of it, or what the build said.")] string Text,
    [Description("Bytes so far.")] long? CurrentBytes = null,
    [Description("Bytes in all.")] long? TotalBytes = null,
    [Description("In the last record of a service: the image's id.")] string? Image = null);
