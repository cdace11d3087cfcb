using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Access;

internal sealed record ListAudit(
    [Description("Only from then on; 1h is an hour ago.")] DateTimeOffset? Since = null,
    [Description("Only before then.")] DateTimeOffset? Until = null,
    [Description("Only of this identity, such as alice or uid:1000."), Short('i')] string? Identity = null,
    [Description("Only of this operation, such as workflow.start.")] string? Operation = null,
    [Description("Only what ended so.")] AuditAct? Outcome = null,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null);

internal sealed record AuditItem(
    [Description("Its place in the log, from 1.")] long Number,
    [Description("When.")] DateTimeOffset At,
    [Description("What became of it.")] AuditAct Outcome,
    [Description("What was asked for.")] string Operation,
    [Description("Who asked; empty: nobody known.")] string Identity,
    [Description("From where.")] string From,
    [Description("Why it was refused, or how it failed.")] string? Detail,
    [Description("The kind of failure."), Wide] FaultKind? Fault,
    [Description("The request, without what is secret or long."), Wide] string? Request,
    [Description("SHA-256 that chains it to those before."), Wide] string Hash);

internal sealed record AuditList(
    [Description("Entries, the newest first.")] IReadOnlyList<AuditItem> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record VerifyAudit(
    [Description("A hash that an earlier verify gave as its head: it has to be in the log still.")] string? Head = null);

internal sealed record AuditVerdict(
    [Description("Whether every entry fits the one before.")] bool Intact,
    [Description("How many entries fit.")] long Entries,
    [Description("The first entry that there is.")] long First,
    [Description("The last entry that fits.")] long Last,
    [Description("Its hash. Keep it elsewhere: whoever cuts off the end of the log cannot make it again.")] string Head,
    [Description("The first place that does not fit, and why.")] string? Broken = null);

internal sealed record ExportAudit([Description("From this entry on.")] long From = 1);

[JsonSerializable(typeof(ListAudit))]
[JsonSerializable(typeof(AuditItem))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(VerifyAudit))]
[JsonSerializable(typeof(AuditVerdict))]
[JsonSerializable(typeof(ExportAudit))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
internal sealed partial class AuditJson : JsonSerializerContext;
