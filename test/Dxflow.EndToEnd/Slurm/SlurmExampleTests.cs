using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>The same file gives the same on the engine's machine and on a cluster.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmExampleTests(SlurmCluster cluster) : SlurmTests(cluster)
{
    [Fact]
    public async Task Every_flow_gives_what_it_gives_here()
    {
        await using var engine = await Home.Boot();
        var files = Directory.GetFiles("examples/flows", "*.yaml").Concat(Directory.GetFiles("examples/flows/shapes", "*.yaml"))
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count > 20);
        var shared = Directory.CreateDirectory(Mark).FullName;
        var given = new Dictionary<string, string[]>
        {
            ["beside"] = ["-p", "shared=" + shared],
            ["files"] = ["-p", "texts=@examples/flows/README.md"],
            ["many"] = ["-p", "n=40"],
            ["large"] = ["-p", "slices=20"],
        };
        await StartAllAsync([]);
        var here = await GivenAsync(1);
        foreach (var file in Directory.GetFiles(shared))
        {
            File.Delete(file);
        }

        await StartAllAsync(["--runtime", "slurm"]);
        Assert.Equal(here, await GivenAsync(2));

        async Task StartAllAsync(string[] more)
        {
            foreach (var file in files)
            {
                (await Home.Run(["run", file, "--detach", .. more, .. given.GetValueOrDefault(Name(file), [])])).Expect(0);
            }
        }

        async Task<List<string>> GivenAsync(int run)
        {
            var all = new List<string>();
            foreach (var name in files.Select(Name))
            {
                (await Home.Run("workflow", "wait", $"{name}/{run}")).Expect(0);
                var outputs = (await Home.Run("workflow", "outputs", $"{name}/{run}", "-o", "json")).Expect(0).Json;
                all.Add($"{name}: {string.Join(", ", Texts(outputs.GetProperty("values")))}");
            }

            return all;
        }
    }

    private static string Name(string file) => Path.GetFileNameWithoutExtension(file);

    /// <summary>Files are in another place each time, and what they are is compared by their digests.</summary>
    private static IEnumerable<string> Texts(JsonElement values) => values.EnumerateObject().Select(static each =>
        each.Value.ValueKind == JsonValueKind.Object && each.Value.TryGetProperty("digest", out var digest)
            ? $"{each.Name} {digest}" : $"{each.Name} {JsonSerializer.Serialize(each.Value)}");
}
