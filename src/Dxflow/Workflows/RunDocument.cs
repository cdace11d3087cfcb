using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows;

/// <summary>
/// <c>dxflow run FILE</c>: a local command, made of <c>workflow.create</c>, <c>workflow.start</c> and <c>workflow.events</c>.
/// </summary>
internal sealed record RunDocument(
    [Description("The document's files."), Files] IReadOnlyList<string>? File = null,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("A file of inputs, a map in YAML or JSON, with paths from its directory; - is standard input. What -p gives wins.")]
    string? Params = null,
    [Description("Name of the workflow; otherwise the document's.")] string? Name = null,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null,
    [Description("Start it and return; needs a standing engine."), Short('d')] bool Detach = false,
    [Description("Show what would run, and run nothing.")] bool DryRun = false,
    [Description("Give up as soon as the result cannot be good any more.")] bool FailFast = false,
    [Description("Keep the work directories of steps that succeed.")] bool Keep = false,
    [Description("How many of a service there are to be, SERVICE=N, whatever the document says.")]
    IReadOnlyDictionary<string, int>? Scale = null,
    [Description("Start it and return when all services run, or are healthy where they have a check; needs a standing engine.")]
    bool Wait = false,
    [Description("Give up waiting after this long; the run goes on.")] TimeSpan? WaitTimeout = null,
    [Description("Build the images of services that have a build, also those that are there.")] bool Build = false,
    [Description("When images are fetched, whatever the document says.")] StartPull? Pull = null,
    [Description("Remove the containers of services that the document does not have any more.")] bool RemoveOrphans = false,
    [Description("Make the containers, networks and volumes of the services and start none of them; needs a standing engine.")]
    bool NoStart = false,
    [Description("Take over what went well in the run with this number: the same key, and nothing that decides the result is different.")]
    int? Reuse = null,
    [Description("With reuse: run what has this key or is under it, and all after it.")] IReadOnlyList<string>? From = null,
    [Description("With reuse: take an output over as another value, KEY.outputs.NAME=VALUE.")]
    IReadOnlyDictionary<string, string>? Set = null,
    [Description("With reuse: take over what has this key or is under it, whatever is different.")]
    IReadOnlyList<string>? ForceReuse = null);

internal sealed record ListWork;

internal sealed record WorkItem(
    [Description("The workflow, the run and the step.")] string Name,
    [Description("State.")] UnitStatus State,
    [Description("The attempt.")] int Attempt,
    [Description("How long it has run.")] TimeSpan? Took,
    [Description("What executes it.")] string Runtime);

internal sealed record WorkList([Description("Steps and services that are not final and have begun.")] IReadOnlyList<WorkItem> Items);
