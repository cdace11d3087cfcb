using System.Security.Cryptography;
using System.Text;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Objects;

/// <summary>The object storage by its commands, by curl, and as a source of runs.</summary>
public sealed class ObjectCommandTests
{
    [Fact]
    public async Task Files_and_directories_come_go_and_are_kept_over_a_crash()
    {
        await using var home = new Home();
        var content = home.Write("reads.csv", "a,b\n1,2\n");
        await using (var engine = await home.Boot())
        {
            (await home.Run("object", "upload", "data/reads.csv", content)).Expect(3).Complains("--parents");
            var brought = (await home.Run("object", "upload", "data/reads.csv", content, "--parents", "-o", "json")).Expect(0).Json;
            Assert.Equal(Hash("a,b\n1,2\n"), brought.GetProperty("sha256").GetString());
            Assert.Equal("text/csv", brought.GetProperty("mediaType").GetString());
            (await home.Run("object", "upload", "data/reads.csv", content)).Expect(6).Complains("--replace");
            (await home.RunWith("new", "fs", "upload", "data/reads.csv", "-", "--replace")).Expect(0);
            await engine.Crash();
        }

        await using var next = await home.Boot();
        Assert.Equal("new", (await home.Run("object", "download", "data/reads.csv")).Expect(0).Output);
        (await home.Run("object", "create", "results/a", "-p")).Expect(0);
        (await home.Run("object", "copy", "data", "results/a/data")).Expect(0);
        (await home.Run("object", "move", "data/reads.csv", "results/b.csv")).Expect(0);
        Assert.Equal(
            ["data", "results", "results/a", "results/a/data", "results/a/data/reads.csv", "results/b.csv"],
            (await home.Run("object", "list", "--depth", "9", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
                .Select(static item => item.GetProperty("path").GetString()));
        (await home.Run("object", "list", "results", "-d", "9", "--pattern", "*.csv", "-o", "name")).Expect(0).Says("results/b.csv");
        var archive = Path.Combine(home.Path, "results.tar");
        (await home.Run("object", "download", "results", archive)).Expect(0);
        Assert.Equal("new", await Tool.Text("tar", "", "xOf", archive, "./a/data/reads.csv"));

        Assert.Equal(2, (await home.Run("object", "verify", "-o", "json")).Expect(0).Json.GetProperty("good").GetInt32());
        File.AppendAllText(Path.Combine(home.Path, "objects/tree/results/b.csv"), "!");
        (await home.Run("object", "verify", "results")).Expect(0).Says("past the engine");
        var shown = (await home.Run("object", "show", "results/b.csv", "-o", "json")).Expect(0).Json;
        Assert.Equal(Hash("new!"), shown.GetProperty("sha256").GetString());

        (await home.Run("object", "remove", "results")).Expect(2).Complains("--yes");
        (await home.Run("object", "remove", "results", "--yes")).Expect(6).Complains("--recursive");
        (await home.Run("object", "remove", "results", "--recursive", "--yes")).Expect(0);
        Assert.Equal("data\n", (await home.Run("object", "list", "-o", "name")).Expect(0).Output);
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_seen_and_one_who_only_looks_changes_nothing()
    {
        await using var network = await NetworkHome.Boot();
        (await network.Home.RunWith("0123456789", "object", "upload", "digits", "-")).Expect(0);
        var url = $"{network.Https}/api/objects";
        var stranger = await Bearer(network, "WORKFLOW");
        foreach (var path in (string[])["", "/show?path=digits", "/download?path=digits", "/verify"])
        {
            Assert.StartsWith("HTTP/1.1 403", await network.Raw(url + path, "--http1.1", "-H", stranger));
        }

        var looker = await Bearer(network, "OBJECT,READ_ONLY");
        Assert.StartsWith("HTTP/1.1 200", await network.Raw(url, "--http1.1", "-H", looker));
        Assert.StartsWith("HTTP/1.1 403", await network.Raw($"{url}/upload?path=x", "--http1.1", "-H", looker, "--data-binary", "x"));
        Assert.StartsWith("HTTP/1.1 403", await network.Raw($"{url}?path=digits", "--http1.1", "-H", looker, "-X", "DELETE"));
        foreach (var path in (string[])["..%2Fidentity.pem", "%2Fetc%2Fpasswd", "a%00b", "tree%2F..%2F..%2Fsecret"])
        {
            Assert.StartsWith("HTTP/1.1 400", await network.Raw($"{url}/download?path={path}", "--http1.1", "-H", looker));
        }

        var whole = await network.Raw($"{url}/download?path=digits", "--http1.1", "-H", looker);
        Assert.Contains($"ETag: \"{Hash("0123456789")}\"", whole, StringComparison.Ordinal);
        var part = await network.Raw(
            $"{url}/download?path=digits", "--http1.1", "-H", looker, "-r", "2-4", "-H", $"If-Range: \"{Hash("0123456789")}\"");
        Assert.StartsWith("HTTP/1.1 206", part);
        Assert.EndsWith("234", part);

        var begun = network.Home.Write("begun", "01234");
        await Tool.Run(
            "curl", "", "-sS", "--cacert", network.Authority, "-H", looker, "-C", "-", "-o", begun, $"{url}/download?path=digits");
        Assert.Equal("0123456789", File.ReadAllText(begun));
    }

    [Fact]
    public async Task A_run_takes_objects_as_far_as_who_starts_it_may()
    {
        await using var network = await NetworkHome.Boot();
        (await network.Home.RunWith("from the storage", "object", "upload", "in/text.txt", "-", "-p")).Expect(0);
        (await network.Home.RunWith("one of it", "object", "upload", "in/tree/one", "-", "-p")).Expect(0);
        var file = network.Home.Write("take.yaml", """
            name: take
            x-workflow:
              inputs: { given: { type: file }, number: { type: string } }
              outputs: { all: "{{ steps.take.outputs.all }}" }
            services:
              take:
                x-step:
                  inputs:
                    text: { type: file, from: "object:in/text.txt" }
                    tree: { type: dir, from: "object:in/tree" }
                    given: "{{ workflow.inputs.given }}"
                    number: "{{ workflow.inputs.number }}"
                  outputs: { all: { type: string, file: outputs/all } }
                  script: |
                    cat inputs/text.txt inputs/tree/one "$DXFLOW_INPUT_GIVEN" > outputs/all
                    printf %s "$DXFLOW_INPUT_NUMBER" >> outputs/all
            """);
        string[] given = ["-p", "given=@object:in/tree/one", "-p", "number=@object:in/text.txt"];
        var ran = (await network.Home.Run(["run", file, .. given, "-o", "json"])).Expect(0).Json;
        Assert.Equal(
            "from the storageone of itone of itfrom the storage", ran.GetProperty("values").GetProperty("all").GetString());

        var stranger = await Bearer(network, "WORKFLOW,SHELL");
        var refused = await network.Raw(
            $"{network.Https}/api/workflows/take/start", "--http1.1", "-H", stranger, "-H", "Content-Type: application/json",
            "--data-binary", """{"input":{"given":"@object:in/tree/one","number":"1"}}""");
        Assert.DoesNotContain("HTTP/1.1 200", refused, StringComparison.Ordinal);

        (await network.Home.Run("run", file, "-p", "given=@object:in/none", "-p", "number=1")).Expect(2).Complains("in/none");
        string[] over = ["object", "prune", "--after-run", "0s", "--yes"];
        (await network.Home.RunWith("x", "object", "upload", "of-run", "-", "--run", "take/1")).Expect(0);
        (await network.Home.Run([.. over, "--dry-run"])).Expect(0).Says("its run take/1 ended");
        (await network.Home.Run(over)).Expect(0);
        (await network.Home.Run("object", "show", "of-run")).Expect(3);
        (await network.Home.Run("run", file, "-p", "given=@object:../secret", "-p", "number=1")).Expect(2);
        (await network.Home.Run("object", "remove", "in", "--recursive", "--yes")).Expect(0);
        (await network.Home.Run(["run", file, .. given])).Expect(2).Complains("in/text.txt");
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off_and_never_joins_halves_of_two_files()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var content = RandomNumberGenerator.GetBytes(20 << 20);
        var large = Path.Combine(home.Path, "large");
        File.WriteAllBytes(large, content);
        (await home.Run("object", "upload", "large", large)).Expect(0);
        var copy = Path.Combine(home.Path, "copy");
        var partial = $"{copy}.{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.partial";
        File.WriteAllBytes(partial, content[..(12 << 20)]);

        (await home.Run("object", "download", "large", copy)).Expect(0).Complains("12MiB are there");
        Assert.Equal(content, File.ReadAllBytes(copy));
        Assert.False(File.Exists(partial));

        File.WriteAllBytes(partial, new byte[12 << 20]);
        (await home.Run("object", "download", "large", copy)).Expect(6).Complains("damaged");
        Assert.Equal(content, File.ReadAllBytes(copy));
        (await home.Run("object", "download", "large", copy)).Expect(0);
        Assert.Equal(content, File.ReadAllBytes(copy));
    }

    [Fact]
    public async Task Pieces_are_sent_by_hand_and_a_large_file_goes_on_where_it_broke_off()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var id = (await home.Run("object", "incoming", "create", "x", "--length", "6", "-o", "json")).Expect(0).Json
            .GetProperty("id").GetString()!;
        var (first, second) = (home.Write("first", "abc"), home.Write("second", "def"));
        (await home.Run("object", "incoming", "append", id, "0", first)).Expect(0);
        (await home.Run("object", "incoming", "append", id, "2", second)).Expect(6).Complains("3 bytes are there");
        Assert.Equal(3, (await home.Run("object", "incoming", "show", id, "-o", "json")).Expect(0).Json.GetProperty("offset").GetInt32());
        (await home.Run("object", "incoming", "append", id, "3", second)).Expect(0);
        Assert.Equal("abcdef", (await home.Run("object", "download", "x")).Expect(0).Output);
        (await home.Run("object", "incoming", "remove", id)).Expect(0);
        (await home.Run("object", "incoming", "show", id)).Expect(3);

        // What another command left of the same file is found by its checksum.
        var large = Path.Combine(home.Path, "large");
        File.WriteAllBytes(large, RandomNumberGenerator.GetBytes(20 << 20));
        var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(large)));
        var half = Path.Combine(home.Path, "half");
        File.WriteAllBytes(half, File.ReadAllBytes(large)[..(10 << 20)]);
        id = (await home.Run("object", "incoming", "create", "large", "--length", $"{20 << 20}", "--sha256", sum, "-o", "json")).Expect(0)
            .Json.GetProperty("id").GetString()!;
        (await home.Run("object", "incoming", "append", id, "0", half)).Expect(0);

        // And where that was not told, by the checksum of what is there.
        var silent = (await home.Run("object", "incoming", "create", "silent", "--length", $"{20 << 20}", "-o", "json")).Expect(0)
            .Json.GetProperty("id").GetString()!;
        (await home.Run("object", "incoming", "append", silent, "0", half)).Expect(0);
        await engine.Crash();
        await using var next = await home.Boot();
        (await home.Run("object", "incoming", "show", silent, "--sum", "-o", "wide")).Expect(0)
            .Says(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(half))));
        (await home.Run("object", "upload", "silent", large)).Expect(0).Complains("10MiB are there");
        var sent = (await home.Run("object", "upload", "large", large, "-o", "json")).Expect(0).Complains("10MiB are there");
        Assert.Equal(sum, sent.Json.GetProperty("sha256").GetString());
        (await home.Run("object", "upload", "large", large)).Expect(6);
        (await home.Run("object", "upload", "large", large, "--replace")).Expect(0);
    }

    [Fact]
    public async Task Archives_are_made_read_by_other_programs_and_taken_from_them()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.RunWith("one", "object", "upload", "d/a/x.txt", "-", "-p")).Expect(0);
        (await home.RunWith("two", "object", "upload", "d/y.csv", "-")).Expect(0);
        foreach (var (name, list) in ((string, string[])[])[("a.zip", ["python3", "-m", "zipfile", "-e"]), ("a.tar.gz", ["tar", "xfC"])])
        {
            var made = (await home.Run("object", "zip", name, "d", "-o", "json")).Expect(0).Json;
            Assert.Equal(6, made.GetProperty("bytes").GetInt32());
            var (file, to) = (Path.Combine(home.Path, name), Path.Combine(home.Path, "of-" + name));
            (await home.Run("object", "download", name, file)).Expect(0);
            Directory.CreateDirectory(to);
            await Tool.Run(list[0], "", [.. list[1..], file, to]);
            Assert.Equal("one", File.ReadAllText(Path.Combine(to, "d/a/x.txt")));
        }

        var packed = Path.Combine(home.Path, "packed.tgz");
        await Tool.Run("tar", "", "czf", packed, "-C", Path.Combine(home.Path, "of-a.zip"), "d");
        (await home.Run("object", "upload", "packed.tgz", packed)).Expect(0);
        (await home.Run("object", "unzip", "packed.tgz", "--pattern", "*.csv")).Expect(0);
        Assert.Equal("two", (await home.Run("object", "download", "packed/d/y.csv")).Expect(0).Output);
        (await home.Run("object", "unzip", "packed.tgz")).Expect(6).Complains("there already");
        File.CreateSymbolicLink(Path.Combine(home.Path, "of-a.zip/d/link"), "/etc/passwd");
        await Tool.Run("tar", "", "czf", packed, "-C", Path.Combine(home.Path, "of-a.zip"), "d");
        (await home.Run("object", "upload", "packed.tgz", packed, "--replace")).Expect(0);
        (await home.Run("object", "unzip", "packed.tgz", "evil")).Expect(2).Complains("neither a file nor a directory");
        (await home.Run("object", "show", "evil")).Expect(3);
        var plain = Path.Combine(home.Path, "plain.tar");
        await Tool.Run("tar", "", "cf", plain, "-C", Path.Combine(home.Path, "of-a.zip"), "d/a");
        (await home.Run("object", "fill", "filled", plain)).Expect(3);
        (await home.Run("object", "fill", "filled", plain, "-p")).Expect(0);
        (await home.Run("object", "fill", "filled", plain)).Expect(6).Complains("--replace");
        Assert.Equal("one", (await home.Run("object", "download", "filled/d/a/x.txt")).Expect(0).Output);

        // Notes, and what goes by them.
        (await home.Run("object", "set", "d/y.csv", "--meta", "sample=a17", "--meta", "old=yes")).Expect(0);
        (await home.Run("object", "show", "d/y.csv")).Expect(0).Says("a17");
        (await home.Run("object", "prune", "--meta", "old=yes")).Expect(2).Complains("--yes");
        (await home.Run("object", "prune", "--meta", "old=yes", "--dry-run")).Expect(0).Says("d/y.csv");
        (await home.Run("object", "prune", "--meta", "old=yes", "--yes")).Expect(0);
        (await home.Run("object", "move", "a.zip", "d", "--also", "a.tar.gz")).Expect(0);
        (await home.Run("object", "remove", "d/a.zip", "d/a.tar.gz", "--yes")).Expect(0);
        Assert.Equal("d/a\n", (await home.Run("object", "list", "d", "-o", "name")).Expect(0).Output);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_OBJECTS_BYTES_MAX"] = "1KiB";
        await using var engine = await home.Boot();
        (await home.RunWith(new string('x', 1000), "object", "upload", "x", "-")).Expect(0);
        (await home.RunWith(new string('y', 1000), "object", "upload", "y", "-")).Expect(1).Complains("objects-bytes-max");
        Assert.Equal("x\n", (await home.Run("object", "list", "-o", "name")).Expect(0).Output);
    }

    [Fact]
    public async Task A_transfer_goes_on_by_itself_when_the_engine_is_killed_in_the_middle()
    {
        await using var home = new Home();
        var file = Path.Combine(home.Path, "large");
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(48 << 20));
        var (engine, copy) = (await home.Boot(), Path.Combine(home.Path, "copy"));
        foreach (var (command, coming) in ((string[], Func<IEnumerable<string>>)[])[
            (["object", "upload", "large", file], () => Directory.GetFiles(Path.Combine(home.Path, "objects/resumable"))),
            (["object", "download", "large", copy], () => Directory.GetFiles(home.Path, "copy.*"))])
        {
            using var transfer = home.Start(command);
            while (!transfer.HasExited && !coming().Any(static one => new FileInfo(one) is { Exists: true, Length: > 4 << 20 }))
            {
                await Task.Yield();
            }

            // Held, so that it is in the middle however quick it is.
            await Tool.Run("sh", "", "-c", $"kill -STOP {transfer.Id} || true");
            await engine.Crash();
            await engine.DisposeAsync();
            engine = await home.Boot();
            await Tool.Run("sh", "", "-c", $"kill -CONT {transfer.Id} || true");
            using var late = new CancellationTokenSource(Home.Patience);
            await transfer.WaitForExitAsync(late.Token);
            Assert.True(transfer.ExitCode == 0, await transfer.StandardError.ReadToEndAsync(late.Token));
        }

        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(copy));
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_directory_is_made_alike_in_both_directions()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var here = Path.Combine(home.Path, "here");
        Directory.CreateDirectory(Path.Combine(here, "d/empty"));
        home.Write("here/a", "one");
        home.Write("here/d/b", "two");
        File.CreateSymbolicLink(Path.Combine(here, "link"), "/etc/passwd");
        var planned = (await home.Run("object", "sync", here, "object:to/here", "--dry-run", "-o", "json")).Expect(0)
            .Complains("link").Json;
        Assert.Equal(
            ["d create", "d/empty create", "a copy", "d/b copy"], planned.GetProperty("items").EnumerateArray()
                .Select(static step => step.GetProperty("path").GetString() + " " + step.GetProperty("act").GetString()));
        (await home.Run("object", "list", "to")).Expect(3);

        Assert.Equal((2, 0), Counts(await home.Run("object", "sync", here, "object:to/here", "-o", "json")));
        Assert.Equal((0, 2), Counts(await home.Run("object", "sync", here, "object:to/here", "-o", "json")));
        home.Write("here/a", "eno");
        File.Delete(Path.Combine(here, "d/b"));
        (await home.Run("object", "sync", here, "object:to/here", "--delete")).Expect(2).Complains("--yes");
        Assert.Equal((1, 0), Counts(await home.Run("object", "sync", here, "object:to/here", "--delete", "--yes", "-o", "json")));
        Assert.Equal("a\nd\nd/empty\n", Below(await home.Run("object", "list", "to/here", "-d", "9", "-o", "name")));

        // Several things into one directory, all of it looked at before.
        var several = Path.Combine(home.Path, "several");
        string[] fetch = ["object", "download", "to/here/d", several, "--also", "to/here/a", "-o", "json"];
        home.Write("several/d", "in the way");
        Directory.CreateDirectory(Path.Combine(several, "a"));
        (await home.Run(fetch)).Expect(6).Complains("'d' is").Complains("'a' is");
        File.Delete(Path.Combine(several, "d"));
        Directory.Delete(Path.Combine(several, "a"));
        Assert.Equal((1, 0), Counts(await home.Run(fetch)));
        Assert.True(Directory.Exists(Path.Combine(several, "d/empty")));
        Assert.Equal((0, 1), Counts(await home.Run(fetch)));

        var back = Path.Combine(home.Path, "back");
        Directory.CreateDirectory(back);
        home.Write("back/more", "x");
        Assert.Equal((1, 0), Counts(await home.Run("object", "sync", "object:to/here", back, "--delete", "--yes", "-o", "json")));
        Assert.Equal("eno", File.ReadAllText(Path.Combine(back, "a")));
        Assert.True(Directory.Exists(Path.Combine(back, "d/empty")));
        Assert.False(File.Exists(Path.Combine(back, "more")));
        (await home.Run("object", "sync", here, back)).Expect(2).Complains("object:PATH");
        (await home.Run("object", "sync", "object:none", back)).Expect(3);

        static (int, int) Counts(Outcome done) => (
            done.Expect(0).Json.GetProperty("copied").GetInt32(), done.Json.GetProperty("alike").GetInt32());

        static string Below(Outcome list) => list.Expect(0).Output.Replace("to/here/", "", StringComparison.Ordinal);
    }

    private static async Task<string> Bearer(NetworkHome network, string permissions) => "Authorization: Bearer "
        + (await network.Home.Run("engine", "token", "--permissions", permissions, "-o", "json")).Expect(0).Json
            .GetProperty("token").GetString();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
