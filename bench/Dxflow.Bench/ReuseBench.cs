namespace Dxflow.Bench;

/// <summary>
/// Ten thousand results taken over by a run of a real engine, from the command to its end; they were made by as many processes. The peer is
/// the promise.
/// </summary>
internal static class ReuseBench
{
    private const int Items = 10_000;
    private const int Rounds = 5;
    private const double PromisedMilliseconds = 2_000;

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        var document = Path.Combine(scratch.Path, "compose.yaml");
        File.WriteAllText(document, $$$"""
            name: bench
            x-workflow: { outputs: { sum: "{{ steps.sum.outputs.v }}" } }
            services:
              item:
                command: ["/bin/sh", "-c", "echo $$DXFLOW_INDEX > outputs/v"]
                x-step: { each: { i: "{{ range({{{Items}}}) }}" }, outputs: { v: { type: int, file: outputs/v } } }
              sum:
                command: ["/bin/sh", "-c", "echo {{ sum(inputs.all) }} > outputs/v"]
                x-step: { inputs: { all: "{{ steps.item.outputs.v }}" }, outputs: { v: { type: int, file: outputs/v } } }
            """);
        using var engine = Server.Engine(home);
        Console.WriteLine($"  made in {Programs.Time(Programs.Product, ["run", document, "-q"], home):F0} ms");
        var times = Enumerable.Range(0, Rounds)
            .Select(_ => Programs.Time(Programs.Product, ["run", document, "--reuse", "1", "-q"], home)).ToList();
        Figure.PrintAim("reuse.items_1e4", Figure.Median(times), PromisedMilliseconds, "ms");
    }
}
