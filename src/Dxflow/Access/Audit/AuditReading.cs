using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage.Journals;

namespace Dxflow.Access.Audit;

/// <summary>
/// Reads the audit log for those who ask. Looks at the files beside the writer, up to what is durable, and changes nothing. Holds one file
/// in memory at a time.
/// </summary>
internal sealed class AuditReading(AuditLog log)
{
    private const int ListMax = 1_000;

    public Task<AuditList> ListAsync(ListAudit request, CancellationToken ended)
    {
        if (request.Limit is < 1 or > ListMax)
        {
            throw Fault.Invalid($"limit must be from 1 to {ListMax}, not {request.Limit}.");
        }

        var before = long.MaxValue;
        if (request.Cursor is { } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw Fault.Invalid("That is no cursor of this list.", "Give the `next` of the answer before.");
        }

        before = Math.Min(before, log.DurableNumber + 1);
        var found = new List<AuditItem>();
        foreach (var segment in AuditSegment.In(log.Directory).Reverse())
        {
            ended.ThrowIfCancellationRequested();
            found.AddRange(Newest(segment, request, before, request.Limit + 1 - found.Count));
            if (found.Count > request.Limit)
            {
                var items = found[..request.Limit];
                return Task.FromResult(new AuditList(items, items[^1].Number.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return Task.FromResult(new AuditList(found, null));
    }

    public Task<AuditVerdict> VerifyAsync(VerifyAudit request, CancellationToken ended)
    {
        var check = new AuditCheck(log.DurableNumber, request.Head);
        foreach (var segment in AuditSegment.In(log.Directory))
        {
            ended.ThrowIfCancellationRequested();
            check.Take(segment);
        }

        return Task.FromResult(check.Verdict);
    }

    public Task<Download> ExportAsync(ExportAudit request)
    {
        var lines = Lines(request.From, log.DurableNumber);
        return Task.FromResult(new Download(new ChunkStream(lines), null, "application/x-ndjson", "audit.ndjson"));
    }

    /// <summary>Those of a file that are asked for, the newest first, at most <paramref name="count"/>.</summary>
    private static IEnumerable<AuditItem> Newest(AuditSegment segment, ListAudit request, long before, int count)
    {
        var kept = new Queue<AuditItem>();
        AuditSegment.Scan(segment.Path, record =>
        {
            if (record is null || record.Number >= before || record.Read() is not { } entry || !Matches(request, entry))
            {
                return;
            }

            kept.Enqueue(new AuditItem(
                record.Number, entry.At, entry.Act, entry.Operation, entry.Identity, entry.From, entry.Detail, entry.Fault, entry.Request,
                record.Hash));
            if (kept.Count > count)
            {
                kept.Dequeue();
            }
        });
        return kept.Reverse();
    }

    private static bool Matches(ListAudit request, AuditEntry entry) =>
        (request.Since is not { } since || entry.At >= since)
        && (request.Until is not { } until || entry.At < until)
        && (request.Identity is null || entry.Identity == request.Identity)
        && (request.Operation is null || entry.Operation == request.Operation)
        && (request.Outcome is not { } outcome || entry.Act == outcome);

    /// <summary>Each entry's text as it stands in the log, so that its hash can be made again from the line.</summary>
    private IEnumerable<byte[]> Lines(long from, long to)
    {
        foreach (var segment in AuditSegment.In(log.Directory))
        {
            using var chunk = new MemoryStream();
            AuditSegment.Scan(segment.Path, record =>
            {
                if (record is not null && record.Number >= from && record.Number <= to)
                {
                    chunk.Write(Encoding.UTF8.GetBytes(record.ToLine()));
                }
            });
            yield return chunk.ToArray();
        }
    }
}
