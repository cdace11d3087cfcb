using System.Globalization;
using System.Text.Json;

namespace Dxflow.Bench.Peers;

/// <summary>
/// Prepare, run, gather: one step writes a file for each of a thousand items, each item is a program of its own (<c>wc</c>) that reads its
/// file and writes another, and one step adds up. The same by Snakemake and by Dask (distributed, two workers of one thread), two at a
/// time, each from nothing: what starts an engine, a scheduler, workers is in it. What each tool keeps differs: ours is durable item by
/// item, Snakemake knows what it made by the files, Dask remembers nothing. <c>DXFLOW_BENCH_ITEMS</c> is another number of items.
/// </summary>
internal static class ItemsBench
{
    private const int Rounds = 3;

    private static readonly int Items = int.Parse(
        Environment.GetEnvironmentVariable("DXFLOW_BENCH_ITEMS") ?? "1000", CultureInfo.InvariantCulture);

    private static readonly int Total = Items * (Items + 1) / 2;

    public static void Run()
    {
        string[] snakemakes = ["-s", "FILE", "--cores", "2", "--quiet", "all"];
        var (ours, snakemake) = Figure.Alternate(Rounds, Ours, () => Peer("snakemake", SnakemakeFile, snakemakes));
        Figure.Print("items.snakemake", ours, snakemake, "/s");
        var (again, dask) = Figure.Alternate(Rounds, Ours, () => Peer("/usr/bin/python3", DaskFile, ["FILE"]));
        Figure.Print("items.dask", again, dask, "/s");
    }

    private static double Ours()
    {
        using var scratch = new Scratch();
        var document = Path.Combine(scratch.Path, "compose.yaml");
        File.WriteAllText(document, Document);
        var watch = System.Diagnostics.Stopwatch.GetTimestamp();
        var given = Programs.Read(Programs.Product, ["run", document, "-q", "-o", "json"], scratch.At("home"));
        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(watch).TotalSeconds;
        return Rate(seconds, JsonDocument.Parse(given).RootElement.GetProperty("values").GetProperty("total").GetInt32(), "dxflow");
    }

    private static double Peer(string program, string text, string[] arguments)
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Path, "workflow.py");
        File.WriteAllText(file, text.Replace("ITEMS", Items.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var line = $"cd '{scratch.Path}' && HOME='{scratch.Path}' exec {program} {string.Join(' ', arguments).Replace("FILE", file)}";
        var seconds = Programs.Time("/bin/sh", ["-c", line]) / 1000;
        var total = int.Parse(File.ReadAllText(Path.Combine(scratch.Path, "total")), CultureInfo.InvariantCulture);
        return Rate(seconds, total, program);
    }

    private static double Rate(double seconds, int total, string who)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {who}: {Items} items in {seconds:F2} s"));
        return total == Total ? Items / seconds : throw new InvalidOperationException($"{who} counted {total} words of {Total}");
    }

    private static string Document => $$$"""
        name: items
        x-workflow:
          parallel: 2
          defaults: { runtime: process }
          outputs: { total: "{{ steps.gather.outputs.total }}" }
        services:
          prepare:
            x-step:
              outputs: { items: { type: list<file>, glob: "outputs/*.txt" } }
              script: |
                i=1
                while [ "$i" -le {{{Items}}} ]; do seq "$i" > "outputs/$(printf 'item.%06d.txt' "$i")"; i=$((i + 1)); done
          count:
            x-step:
              each: { item: "{{ steps.prepare.outputs.items }}" }
              outputs: { words: { type: int, file: outputs/words } }
              script: wc -w < "$DXFLOW_INPUT_ITEM" > outputs/words
          gather:
            x-step:
              inputs: { total: "{{ sum(steps.count.outputs.words) }}" }
              outputs: { total: { type: int, file: outputs/total } }
              script: echo "$DXFLOW_INPUT_TOTAL" > outputs/total
        """;

    private const string SnakemakeFile = """
        NAMES = [f"{i:06d}" for i in range(1, ITEMS + 1)]
        rule gather:
            input: expand("words/{name}", name=NAMES)
            output: "total"
            shell: "cat words/* | awk '{{ n += $1 }} END {{ print n }}' > total"
        rule prepare:
            output: expand("items/{name}.txt", name=NAMES)
            shell: "for i in $(seq ITEMS); do seq $i > items/$(printf %06d $i).txt; done"
        rule count:
            input: "items/{name}.txt"
            output: "words/{name}"
            shell: "wc -w < {input} > {output}"
        """;

    private const string DaskFile = """
        import os, subprocess
        from dask.distributed import Client, LocalCluster

        def prepare():
            os.mkdir("items")
            os.mkdir("words")
            names = [f"{i:06d}" for i in range(1, ITEMS + 1)]
            subprocess.run(["/bin/sh", "-c", "for i in $(seq ITEMS); do seq $i > items/$(printf %06d $i).txt; done"], check=True)
            return names

        def count(name):
            subprocess.run(["/bin/sh", "-c", 'wc -w < "items/$1.txt" > "words/$1"', "sh", name], check=True)
            return int(open(f"words/{name}").read())

        if __name__ == "__main__":
            with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
                words = client.gather(client.map(count, client.submit(prepare).result()))
            open("total", "w").write(str(sum(words)))
        """;
}
