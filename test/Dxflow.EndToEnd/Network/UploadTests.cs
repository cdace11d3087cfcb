using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>Files that a run takes and gives, where the engine reads no disk of the client's.</summary>
public sealed class UploadTests
{
    private const string Document = """
        name: count
        x-workflow:
          inputs:
            reads: { type: file }
            data: { type: dir }
            parts: { type: list<file> }
            note: { type: string }
            header: { type: file, default: "file:header.txt" }
          outputs:
            text: "{{ steps.count.outputs.text }}"
            tree: "{{ steps.count.outputs.tree }}"
            whole: "{{ steps.count.outputs.whole }}"
        services:
          count:
            x-step:
              inputs:
                reads: "{{ workflow.inputs.reads }}"
                data: "{{ workflow.inputs.data }}"
                parts: "{{ workflow.inputs.parts }}"
                note: "{{ workflow.inputs.note }}"
                header: "{{ workflow.inputs.header }}"
                own: "file:own.txt"
              outputs:
                text: { type: string, file: outputs/text }
                tree: { type: dir, path: outputs/tree }
                whole: { type: file, path: outputs/whole }
              script: |
                mkdir outputs/tree outputs/tree/inner
                cat "$DXFLOW_INPUT_HEADER" "$DXFLOW_INPUT_OWN" "$DXFLOW_INPUT_READS" > outputs/tree/inner/joined
                cat inputs/parts/* > outputs/whole
                "$DXFLOW_INPUT_DATA/bin/hello" > outputs/text
                echo "$DXFLOW_INPUT_NOTE" >> outputs/text
        """;

    [Fact]
    public async Task A_run_elsewhere_takes_files_of_this_disk_and_sends_each_once()
    {
        await using var network = await NetworkHome.Boot();
        await using var client = await network.Client();
        (await client.Run("engine", "trust", network.Https, "--yes")).Expect(0);
        client.Variables["DXFLOW_ENGINE"] = network.Https;
        var file = Project(client);

        var ran = (await client.Run(["run", file, .. Inputs(client), "-o", "json"])).Expect(0);
        var outputs = ran.Json.GetProperty("values");
        Assert.Equal("hello\na note", outputs.GetProperty("text").GetString()!.TrimEnd());
        Assert.Equal("onetwo", await Fetched(client, outputs.GetProperty("whole")));
        var archive = Path.Combine(client.Path, "tree.tar");
        (await client.Run("artifact", "download", Reference(outputs.GetProperty("tree")), archive)).Expect(0);
        Assert.Equal("headerown@reads", await Tool.Text("tar", "", "xOf", archive, "inner/joined"));

        var uploads = await Uploads(network);
        Assert.Equal(7, uploads);
        (await client.Run(["run", file, .. Inputs(client)])).Expect(0).Says("artifact:file/");
        Assert.Equal(uploads, await Uploads(network));
        File.AppendAllText(Path.Combine(client.Path, "data/more"), "more");
        (await client.Run(["run", file, .. Inputs(client)])).Expect(0).Complains("uploading data/");
        Assert.Equal(uploads + 1, await Uploads(network));
    }

    [Fact]
    public async Task What_a_document_names_is_kept_with_the_workflow_and_started_from_anywhere()
    {
        await using var network = await NetworkHome.Boot();
        await using var client = await network.Client();
        (await client.Run("engine", "trust", network.Https, "--yes")).Expect(0);
        client.Variables["DXFLOW_ENGINE"] = network.Https;
        var file = Project(client);
        (await client.Run("workflow", "create", file)).Expect(0);
        File.Delete(Path.Combine(client.Path, "header.txt"));
        File.Delete(Path.Combine(client.Path, "own.txt"));
        (await network.Home.Run("workflow", "prune", "--yes")).Expect(0);

        (await client.Run(["workflow", "start", "count", .. Inputs(client)])).Expect(0);
        (await client.Run("workflow", "wait", "count")).Expect(0);
        var outputs = (await client.Run("workflow", "outputs", "count", "-o", "json")).Expect(0).Json.GetProperty("values");
        Assert.Equal("onetwo", await Fetched(client, outputs.GetProperty("whole")));
        (await client.Run("run", file)).Expect(2).Complains("header.txt");
    }

    [Fact]
    public async Task One_who_only_looks_fetches_and_brings_nothing()
    {
        await using var network = await NetworkHome.Boot();
        var brought = (await network.Home.RunWith("hello", "artifact", "upload", "greeting.txt", "-", "-o", "json")).Expect(0).Json;
        var reference = brought.GetProperty("reference").GetString()!;
        Assert.Equal(5, brought.GetProperty("size").GetInt64());
        Assert.Equal("hello", (await network.Home.Run("artifact", "download", reference)).Expect(0).Output);
        var absent = "artifact:file/" + new string('0', 64) + "/x";
        var kept = (await network.Home.Run("artifact", "keep", reference, absent, "-o", "json")).Expect(0).Json;
        Assert.Equal(absent, Assert.Single(kept.GetProperty("missing").EnumerateArray()).GetString());
        (await network.Home.Run("artifact", "download", absent)).Expect(3);
        (await network.Home.Run("artifact", "download", "artifact:file/../../etc/passwd")).Expect(2);
        (await network.Home.RunWith("no tar", "artifact", "upload", "data", "-", "--kind", "dir")).Expect(2).Complains("tar");
        (await network.Home.RunWith("x", "artifact", "upload", "a/b", "-")).Expect(2);

        var token = (await network.Home.Run("engine", "token", "--permissions", "WORKFLOW,READ_ONLY", "-o", "json")).Expect(0).Json
            .GetProperty("token").GetString()!;
        var url = $"{network.Https}/api/artifacts";
        var bearer = $"Authorization: Bearer {token}";
        Assert.StartsWith("HTTP/1.1 403", await network.Raw($"{url}?name=x", "--http1.1", "-H", bearer, "--data-binary", "bytes"));
        var part = await network.Raw($"{url}/download?reference={reference}", "--http1.1", "-H", bearer, "-r", "1-2");
        Assert.StartsWith("HTTP/1.1 206", part);
        Assert.EndsWith("el", part);
    }

    private static string Project(Home client)
    {
        client.Write("header.txt", "header");
        client.Write("own.txt", "own");
        client.Write("reads.txt", "@reads");
        client.Write("note.txt", "a note\n");
        client.Write("part-1", "one");
        client.Write("part-2", "two");
        Directory.CreateDirectory(Path.Combine(client.Path, "data/bin"));
        var program = Path.Combine(client.Path, "data/bin/hello");
        File.WriteAllText(program, "#!/bin/sh\necho hello\n");
        File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        return client.Write("count.yaml", Document);
    }

    private static string[] Inputs(Home client) =>
    [
        "-p", $"reads=@{client.Path}/reads.txt", "-p", $"data=@{client.Path}/data", "-p", $"parts=@{client.Path}/part-*",
        "-p", $"note=@{client.Path}/note.txt",
    ];

    private static async Task<string> Fetched(Home client, JsonElement output) =>
        (await client.Run("artifact", "download", Reference(output))).Expect(0).Output;

    private static string Reference(JsonElement output) => output.GetProperty("reference").GetString()!;

    private static async Task<int> Uploads(NetworkHome network) =>
        (await network.Home.Run("audit", "list", "--operation", "artifact.upload", "-o", "json")).Expect(0).Json
        .GetProperty("items").GetArrayLength();
}
