using System.Text;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Storage;

/// <summary>Journals that lost bytes between one engine and the next: what is lost, what is said, and that nothing else suffers.</summary>
public sealed class DamageTests
{
    public enum Hurt
    {
        Flipped,
        FirstLine,
        Truncated,
        Gone,
    }

    [Theory]
    [InlineData(Hurt.Flipped)]
    [InlineData(Hurt.FirstLine)]
    [InlineData(Hurt.Truncated)]
    [InlineData(Hurt.Gone)]
    public async Task Whatever_happens_to_the_index_no_run_is_lost_and_work_goes_on(Hurt hurt)
    {
        await using var home = new Home();
        var go = Path.Combine(home.Path, "go");
        await using (var engine = await home.Boot())
        {
            (await home.Run("run", home.Write("done.yaml", Done("first")))).Expect(0);
            (await home.Run("run", home.Write("done.yaml", Done("second")))).Expect(0);
            (await home.Run("run", home.Write("live.yaml", Live(go)), "--detach")).Expect(0);
            await home.Until("live", "steps", "a", "running");
            await engine.Crash();
        }

        Damage(Path.Combine(home.Path, "journal", "index.journal"), hurt);
        await using var next = await home.Boot();

        (await home.Run("workflow", "outputs", "done/1")).Expect(0).Says("first");
        (await home.Run("workflow", "outputs", "done/2")).Expect(0).Says("second");
        var info = (await home.Run("engine", "info", "-o", "json")).Expect(0).Json;
        Assert.Contains("registered again from their own files", info.GetProperty("repaired").GetString());
        File.WriteAllText(go, string.Empty);
        (await home.Run("workflow", "wait", "live")).Expect(0);
        Assert.Single((await home.Run("workflow", "events", "live", "-o", "json")).Expect(0).Lines,
            line => line.GetProperty("event").GetString() == "started");
        (await home.Run("run", home.Write("done.yaml", Done("third")))).Expect(0);
        (await home.Run("workflow", "outputs", "done/3")).Expect(0).Says("third");
        if (hurt is Hurt.Flipped or Hurt.FirstLine)
        {
            (await home.Run("engine", "doctor")).Says("index.journal.damaged");
        }

        await next.Stop();
        await using var last = await home.Boot();
        Assert.False((await home.Run("engine", "info", "-o", "json")).Expect(0).Json.TryGetProperty("repaired", out var again)
            && again.GetString() is not null);
        (await home.Run("workflow", "outputs", "done/1")).Expect(0).Says("first");
    }

    [Fact]
    public async Task A_damaged_run_is_quarantined_alone_and_says_so()
    {
        await using var home = new Home();
        var go = Path.Combine(home.Path, "go");
        await using (var engine = await home.Boot())
        {
            (await home.Run("run", home.Write("done.yaml", Done("first")))).Expect(0);
            (await home.Run("run", home.Write("live.yaml", Live(go)), "--detach")).Expect(0);
            await home.Until("live", "steps", "a", "running");
            (await home.Run("run", home.Write("other.yaml", Live(go).Replace("name: live", "name: other")), "--detach")).Expect(0);
            await home.Until("other", "steps", "a", "running");
            await engine.Crash();
        }

        foreach (var (name, mark) in new[] { ("done", "\"granted\""), ("live", "\"granted\"") })
        {
            Flip(Assert.Single(Directory.GetFiles(Path.Combine(home.Path, "runs"), "run.journal", SearchOption.AllDirectories),
                file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains($"\"workflow\":\"{name}\"")), mark);
        }

        await using var next = await home.Boot();
        File.WriteAllText(go, string.Empty);
        (await home.Run("workflow", "wait", "other")).Expect(0);

        var live = (await home.Run("workflow", "show", "live", "-o", "json")).Expect(0).Json.GetProperty("run");
        Assert.Equal("failed", live.GetProperty("state").GetString());
        Assert.Contains("damaged", live.GetProperty("detail").GetString());
        var done = (await home.Run("workflow", "show", "done", "-o", "json")).Expect(0).Json.GetProperty("run");
        Assert.Equal("succeeded", done.GetProperty("state").GetString());
        Assert.Contains("damaged", done.GetProperty("detail").GetString());
        (await home.Run("workflow", "outputs", "done")).Expect(1).Complains("is damaged").Complains("workflow remove done/1");
        (await home.Run("workflow", "prune", "--yes")).Expect(0).Says("which of them are needed cannot be told");
        (await home.Run("workflow", "remove", "done/1", "--yes")).Expect(0);
        (await home.Run("workflow", "list")).Expect(0).Says("live");
    }

    private static void Damage(string path, Hurt hurt)
    {
        switch (hurt)
        {
            case Hurt.Flipped:
                Flip(path, "\"e\":\"run\"");
                break;
            case Hurt.FirstLine:
                Flip(path, "dxflow");
                break;
            case Hurt.Truncated:
                var at = Encoding.Latin1.GetString(File.ReadAllBytes(path)).IndexOf("\"e\":\"run\"", StringComparison.Ordinal);
                using (var file = File.OpenWrite(path))
                {
                    file.SetLength(at);
                }

                break;
            default:
                File.Delete(path);
                break;
        }
    }

    /// <summary>Turns one bit over in the first place where a text stands.</summary>
    private static void Flip(string path, string text)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text));
        Assert.True(at >= 0, $"{path} holds no {text}");
        bytes[at + 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static string Done(string text) => $$"""
        name: done
        x-workflow: { outputs: { x: "{{"{{"}} steps.a.outputs.x {{"}}"}}" } }
        services:
          a: { x-step: { outputs: { x: { type: string, file: outputs/x } }, script: "echo {{text}} > outputs/x" } }
        """;

    private static string Live(string go) => $$"""
        name: live
        services:
          a: { x-step: { script: "while [ ! -e {{go}} ]; do sleep 0.1; done" } }
        """;
}
