using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dxflow.Access;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.Audit;

public sealed class AuditReadingTests : IAsyncDisposable
{
    private readonly AuditFixture _audit = new();

    public ValueTask DisposeAsync() => _audit.DisposeAsync();

    [Fact]
    public async Task The_newest_come_first_page_by_page_over_all_files()
    {
        await _audit.WriteAsync(25);
        var seen = new List<long>();
        var cursor = default(string);
        do
        {
            var page = await ListAsync(new ListAudit(Limit: 7, Cursor: cursor));
            Assert.InRange(page.Items.Count, 1, 7);
            seen.AddRange(page.Items.Select(item => item.Number));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (long)i), seen);
    }

    [Fact]
    public async Task What_is_asked_for_is_found()
    {
        await _audit.WriteAsync(3);
        await _audit.WriteAsync(2, "key.register", "uid:0");
        await _audit.WriteAsync(1, "key.list", "bob", AuditAct.Refused);
        Assert.Equal([5, 4], await NumbersAsync(new ListAudit(Operation: "key.register")));
        Assert.Equal([6], await NumbersAsync(new ListAudit(Outcome: AuditAct.Refused)));
        Assert.Equal([3, 2, 1], await NumbersAsync(new ListAudit(Identity: "alice")));
        var all = (await ListAsync(new ListAudit())).Items;
        Assert.Equal([5, 4], await NumbersAsync(new ListAudit(Since: all[2].At, Until: all[0].At)));
        Assert.Empty(await NumbersAsync(new ListAudit(Identity: "alice", Operation: "key.list")));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1001, null)]
    [InlineData(1, "x")]
    [InlineData(1, "-1")]
    public async Task A_page_that_is_none_is_refused(int limit, string? cursor) =>
        await Assert.ThrowsAsync<Fault>(() => ListAsync(new ListAudit(Limit: limit, Cursor: cursor)));

    /// <summary>With nothing but the file and SHA-256, as an auditor has it.</summary>
    [Fact]
    public async Task An_export_proves_itself()
    {
        await _audit.WriteAsync(25);
        var lines = Encoding.UTF8.GetString(await ExportAsync(new ExportAudit())).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(25, lines.Length);
        var previous = new string('0', 64);
        foreach (var line in lines)
        {
            var json = JsonDocument.Parse(line).RootElement;
            Assert.Equal(previous, json.GetProperty("previous").GetString());
            var text = $"{json.GetProperty("number")} {previous} {json.GetProperty("entry").GetRawText()}";
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(previous, json.GetProperty("hash").GetString());
        }

        Assert.Equal(previous, (await _audit.Reading.VerifyAsync(new VerifyAudit(), default)).Head);
        Assert.Contains("große <Flöte>", lines[0]);
    }

    [Fact]
    public async Task An_export_can_begin_later()
    {
        await _audit.WriteAsync(25);
        var text = Encoding.UTF8.GetString(await ExportAsync(new ExportAudit(24)));
        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("""{"number":24,""", text);
    }

    private async Task<byte[]> ExportAsync(ExportAudit request)
    {
        await using var content = (await _audit.Reading.ExportAsync(request)).Content;
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    private Task<AuditList> ListAsync(ListAudit request) => _audit.Reading.ListAsync(request, default);

    private async Task<IEnumerable<long>> NumbersAsync(ListAudit request) => (await ListAsync(request)).Items.Select(item => item.Number);
}
