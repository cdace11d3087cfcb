using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Steps that take what any run has done with the same inputs.</summary>
public sealed class FlowCacheTests
{
    // Each task that runs writes its key down outside of any run.
    private static string Document(Home home, string name, string factor = "2", string more = "") => $$$"""
        name: {{{name}}}
        x-workflow:
          outputs: { all: "{{ steps.each.outputs.value }}", made: "{{ steps.each.outputs.made }}" }
        services:
          each:
            environment: { DONE: {{{home.Path}}}{{{more}}} }
            x-step:
              cache: inputs
              each: { n: [1, 2, 3] }
              inputs: { factor: {{{factor}}} }
              outputs: { value: { type: int, file: outputs/value }, made: { type: file, path: outputs/made.txt } }
              script: |
                echo "$DXFLOW_KEY" >> "$DONE/done"
                test ! -f "$DONE/bad-$DXFLOW_INPUT_N"
                echo $((DXFLOW_INPUT_N * DXFLOW_INPUT_FACTOR)) > outputs/value
                echo "made of $DXFLOW_INPUT_N" > outputs/made.txt
        """;

    [Fact]
    public async Task A_result_is_taken_from_whichever_run_has_it_also_after_a_crash_and_goes_with_the_last_of_them()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        var one = home.Write("one.yaml", Document(home, "one"));
        home.Write("bad-2", "");
        (await home.Run("run", one)).Expect(1);
        Assert.Equal(["each/0", "each/1", "each/2"], Done(home));
        File.Delete(Path.Combine(home.Path, "bad-2"));

        // What failed was not kept; another workflow does that one alone.
        var two = home.Write("two.yaml", Document(home, "two"));
        (await home.Run("run", two, "--dry-run")).Expect(0).Says("cached from one/1").Says("no run that is kept");
        Assert.Empty(Done(home));
        (await home.Run("run", two, "-o", "json")).Expect(0);
        Assert.Equal(["each/1"], Done(home));
        (await home.Run("workflow", "events", "two")).Expect(0).Says("one/1; cached");

        await engine.Crash();
        await using var next = await home.Boot();
        (await home.Run("workflow", "remove", "one", "--yes")).Expect(0);
        (await home.Run("workflow", "prune", "--yes")).Expect(0);
        (await home.Run("run", home.Write("three.yaml", Document(home, "three")))).Expect(0);
        Assert.Empty(Done(home));
        var made = (await home.Run("workflow", "outputs", "three", "-o", "json")).Expect(0).Json.GetProperty("values").GetProperty("made");
        Assert.Equal("made of 3\n", File.ReadAllText(made[2].GetProperty("path").GetString()!));

        // Another input, and a step that is told to run.
        (await home.Run("run", home.Write("other.yaml", Document(home, "other", factor: "3")))).Expect(0);
        Assert.Equal(3, Done(home).Count);
        (await home.Run("workflow", "start", "three", "--reuse", "1", "--from", "each/0")).Expect(0);
        (await home.Run("workflow", "wait", "three")).Expect(0);
        Assert.Equal(["each/0"], Done(home));

        foreach (var name in (string[])["two", "three"])
        {
            (await home.Run("workflow", "remove", name, "--yes")).Expect(0);
        }

        (await home.Run("run", one)).Expect(0);
        Assert.Equal(3, Done(home).Count);
    }

    [Fact]
    public async Task What_was_given_a_secret_is_done_again_and_the_start_says_why()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("one.yaml", Document(home, "one", more: ", API_TOKEN: abcdefgh"));
        (await home.Run("run", file)).Expect(0);
        Done(home);
        (await home.Run("run", file)).Expect(0).Complains("`cache` has no effect on `each`: it has the variable API_TOKEN");
        Assert.Equal(3, Done(home).Count);
    }

    private static List<string> Done(Home home)
    {
        var path = Path.Combine(home.Path, "done");
        List<string> done = File.Exists(path) ? [.. File.ReadAllLines(path).Order(StringComparer.Ordinal)] : [];
        File.Delete(path);
        return done;
    }
}
