using System.Text;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>A value that is given to a run, or that a step leaves, may be as large as a file.</summary>
public sealed class LargeValueTests
{
    private const int Items = 1_000_000;

    private const string Document = """
        name: large
        x-workflow:
          inputs: { table: { type: json } }
          outputs: { last: "{{ workflow.inputs.table[999999] }}", bytes: "{{ steps.read.outputs.bytes }}" }
        services:
          read:
            x-step:
              inputs: { table: "{{ workflow.inputs.table }}" }
              outputs: { bytes: { type: int, file: outputs/bytes } }
              script: |
                test -z "${DXFLOW_INPUT_TABLE+set}"
                grep -o 'row-0999999' "$DXFLOW_INPUTS_JSON"
                wc -c < "$DXFLOW_INPUTS_JSON" > outputs/bytes
        """;

    [Fact]
    public async Task Fifty_megabytes_of_JSON_are_a_parameter_here_and_from_elsewhere()
    {
        await using var network = await NetworkHome.Boot();
        await using var client = await network.Client();
        (await client.Run("engine", "trust", network.Https, "--yes")).Expect(0);
        var table = Table(client);
        var file = client.Write("large.yaml", Document);
        foreach (var home in (Home[])[network.Home, client])
        {
            client.Variables["DXFLOW_ENGINE"] = network.Https;
            var values = (await home.Run("run", file, "-p", "table=@" + table, "-o", "json")).Expect(0).Json.GetProperty("values");
            Assert.StartsWith("row-0999999", values.GetProperty("last").GetString());
            Assert.True(values.GetProperty("bytes").GetInt64() > 50_000_000);
        }
    }

    // Also a list of files that is long, and a called document that hands on what is large.
    private const string Steps = """
        name: made
        x-workflow:
          outputs:
            lines: "{{ steps.count.outputs.lines }}"
            last: "{{ steps.call.outputs.table[1999999] }}"
            parts: "{{ len(steps.make.outputs.parts) }}"
        x-workflows:
          through:
            x-workflow:
              inputs: { table: { type: list<string> } }
              outputs: { table: "{{ steps.same.outputs.table }}" }
            services:
              same:
                x-step:
                  inputs: { table: "{{ workflow.inputs.table }}" }
                  outputs: { table: { type: list<string>, file: outputs/table.json } }
                  script: |
                    sed 's/^ *{"table"://; s/}$//' < "$DXFLOW_INPUTS_JSON" > outputs/table.json
        services:
          make:
            x-step:
              outputs: { table: { type: list<string>, file: outputs/table.json }, parts: { type: list<file>, file: outputs/parts.json } }
              script: |
                { printf '['; seq -f '"row %07.0f of a table",' 0 1999998; printf '"the last row"]'; } > outputs/table.json
                echo one > outputs/one
                { printf '['; yes '"outputs/one",' | head -n 5000; printf '"outputs/one"]'; } > outputs/parts.json
          call:
            x-step: { workflow: through, with: { table: "{{ steps.make.outputs.table }}" } }
          count:
            x-step:
              inputs:
                table: "{{ steps.call.outputs.table }}"
                parts: { type: list<file>, from: "{{ steps.make.outputs.parts }}", place: false }
              outputs: { lines: { type: int, file: outputs/lines } }
              script: |
                tr ',' '\n' < "$DXFLOW_INPUTS_JSON" | grep -c 'of a table' > outputs/lines
        """;

    [Fact]
    public async Task What_a_step_leaves_as_a_value_may_be_as_large_and_the_journal_stays_small()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        var file = home.Write("made.yaml", Steps);
        var values = (await home.Run("run", file, "-o", "json")).Expect(0).Json.GetProperty("values");
        Assert.Equal((1_999_999, "the last row", 5001), (
            values.GetProperty("lines").GetInt32(), values.GetProperty("last").GetString(), values.GetProperty("parts").GetInt32()));
        var id = Assert.Single(Directory.GetDirectories(Path.Combine(home.Path, "runs")));
        Assert.True(new FileInfo(Path.Combine(id, "run.journal")).Length < 1 << 20);

        // As a file in the store, kept by a removal of what is not needed; and taken over after a crash.
        await engine.Crash();
        await using var next = await home.Boot();
        (await home.Run("workflow", "prune", "--yes")).Expect(0);
        var made = (await home.Run("workflow", "outputs", "made", "make", "-o", "json")).Expect(0).Json
            .GetProperty("steps").GetProperty("make");
        Assert.True(new FileInfo(made.GetProperty("table").GetProperty("path").GetString()!).Length > 40_000_000);
        (await home.Run("run", file, "--reuse", "1", "--from", "count", "-o", "json")).Expect(0).Says("1999999");
        var rows = await FlowGallery.Rows(home, "made/2", "");
        Assert.Equal(["reused", "reused", "succeeded"], rows.Select(static row => row.GetProperty("state").GetString())
            .Where(static state => state is "reused" or "succeeded").Order().Take(3));
    }

    private static string Table(Home home)
    {
        var text = new StringBuilder("[");
        for (var item = 0; item < Items; item++)
        {
            text.Append(item == 0 ? "" : ",").Append('"')
                .Append($"row-{item:0000000} of a table that is long and wide, {item:00}").Append('"');
        }

        return home.Write("table.json", text.Append(']').ToString());
    }
}
