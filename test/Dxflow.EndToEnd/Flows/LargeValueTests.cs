using System.Text;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>A value that is given to a run may be as large as a file.</summary>
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
