using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Access;

public sealed class AuditCommandTests
{
    [Fact]
    public async Task The_log_says_who_did_what_proves_itself_and_notices_a_change()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        (await home.Run("run", "examples/hello/compose.yaml", "-p", "name=Ada")).Expect(0);
        (await home.Run("workflow", "remove", "nothing", "--yes")).Expect(3);
        Assert.Equal(401, (await new Curl(home).Get("/api/workflows", "dxflow_nonsense")).Status);

        (await home.Run("audit", "list")).Expect(0).Says("workflow.start").Says("workflow.create");
        var refused = (await home.Run("audit", "list", "--outcome", "refused", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal("workflow.list", Assert.Single(refused.EnumerateArray()).GetProperty("operation").GetString());
        var failed = (await home.Run("audit", "list", "--outcome", "failed", "--since", "1h", "-o", "json")).Expect(0).Json;
        Assert.Equal("missing", Assert.Single(failed.GetProperty("items").EnumerateArray()).GetProperty("fault").GetString());

        var verdict = (await home.Run("audit", "verify", "-o", "json")).Expect(0).Json;
        var head = verdict.GetProperty("head").GetString()!;
        (await home.Run("audit", "verify", "--head", head)).Expect(0);
        Assert.Equal(head, await HeadOf((await home.Run("audit", "export")).Expect(0)));

        await engine.Crash();
        await engine.DisposeAsync();
        var file = Path.Combine(home.Path, "journal/audit/000001.journal");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.AsSpan().IndexOf("workflow.start"u8)] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        await using var next = await home.Boot();
        (await home.Run("audit", "verify")).Expect(1).Says("damaged");
        (await home.Run("audit", "verify", "--head", head)).Expect(1);
    }

    /// <summary>As docs/access.md says it: the hash over number, hash before, and the entry's text, by sha256sum.</summary>
    private static async Task<string> HeadOf(Outcome export)
    {
        var head = new string('0', 64);
        foreach (var line in export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var number = line[(line.IndexOf(':') + 1)..line.IndexOf(',')];
            var entry = line[(line.IndexOf("\"entry\":", StringComparison.Ordinal) + "\"entry\":".Length)..^1];
            head = (await Tool.Text("sha256sum", $"{number} {head} {entry}"))[..64];
        }

        return head;
    }
}
