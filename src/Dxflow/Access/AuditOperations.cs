using Dxflow.Access.Audit;
using Dxflow.Operations;

namespace Dxflow.Access;

/// <summary>The log of who did what, to be read and proven, never changed.</summary>
internal static class AuditOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "audit.list", "GET /api/audit", Permission.Master, Effect.Reads, "Show who did what, the newest first.",
            AuditJson.Default,
            static (AuditReading log, ListAudit request, Call call) => log.ListAsync(request, call.Ended))
            .With("dxflow audit list --since 1h", "dxflow audit list --outcome refused"),
        Operation.Call(
            "audit.verify", "GET /api/audit/verify", Permission.Master, Effect.Reads, "Check that nothing in the audit log was changed.",
            AuditJson.Default,
            static (AuditReading log, VerifyAudit request, Call call) => log.VerifyAsync(request, call.Ended)),
        Operation.Download(
            "audit.export", "GET /api/audit/export", Permission.Master, Effect.Reads, "Save the audit log, one entry a line.",
            AuditJson.Default,
            static (AuditReading log, ExportAudit request, Call _) => log.ExportAsync(request)),
    ];
}
