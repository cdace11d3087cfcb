using System.Text.Json.Serialization;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Registry;

/// <summary>
/// A fact about which workflows and runs exist: the record of the index journal. A finished run is sealed with its summary here,
/// so that start-up reads this journal and those of live runs only. Times are Unix milliseconds.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(WorkflowSaved), "saved")]
[JsonDerivedType(typeof(WorkflowRemoved), "removed")]
[JsonDerivedType(typeof(RunRegistered), "run")]
[JsonDerivedType(typeof(RunSealed), "sealed")]
[JsonDerivedType(typeof(RunRemoved), "unrun")]
internal abstract record IndexEvent(long At);

/// <summary>
/// A revision of a workflow is stored; the first creates the workflow. <see cref="Digest"/> is SHA-256 over what was sent.
/// </summary>
internal sealed record WorkflowSaved(long At, string Name, int Revision, string Digest, string? By = null) : IndexEvent(At);

internal sealed record WorkflowRemoved(long At, string Name, string? By = null) : IndexEvent(At);

/// <summary>
/// A run exists: its plan and the head of its journal were durable before this. <see cref="Key"/> is the caller's idempotency key.
/// </summary>
internal sealed record RunRegistered(
    long At, string Workflow, int Number, string Run, int Revision, RunKind Kind, string? By = null, string? Key = null,
    string? Trace = null)
    : IndexEvent(At);

internal sealed record RunSealed(
    long At, string Run, RunStatus State, FailureReason Reason, int Ok, int Failed, int Total,
    long? StartedAt = null, string? Detail = null)
    : IndexEvent(At);

internal sealed record RunRemoved(long At, string Run) : IndexEvent(At);

[JsonSerializable(typeof(IndexEvent))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class IndexJson : JsonSerializerContext;
