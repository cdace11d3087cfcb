using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The examples that show one thing each: values, files, lists, turns.</summary>
public sealed class FlowGalleryTests
{
    [Theory]
    [InlineData("python", """{"length":24,"first":"so it is","entries":"0.txt 1.txt 2.txt empty "}""")]
    [InlineData("object", """{"whole":{"name":"boxes","sides":[2,3,4],"inner":{"full":false}},"sides":[2,3,4]}""")]
    [InlineData("nested", """{"all":[[0,1],[],[20,21,22]],"flat":[0,1,20,21,22],"sums":[1,0,63]}""")]
    [InlineData("keys", """{"sizes":"2 3 4 "}""")]
    [InlineData("large", """{"bytes":2000000,"read":2000000,"together":1000000}""")]
    [InlineData("many", """{"ok":200,"in_order":true}""")]
    [InlineData("failures/holes", """{"all":[[0,null,2,3],[0,1,null,3]],"failed":[1,1]}""")]
    public Task It_gives_what_its_first_lines_say(string name, string values) => FlowGallery.Gives(name, values);

    [Fact]
    public async Task A_step_waits_for_its_data_and_for_what_it_needs_besides()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("dag"))).Expect(0);

        var values = (await home.Run("workflow", "outputs", "dag", "-o", "json")).Expect(0).Json.GetProperty("values");
        Assert.Equal((4, "four four four four "), (values.GetProperty("length").GetInt32(), values.GetProperty("text").GetString()));
        Assert.Equal("book.txt", Name(values.GetProperty("book")));
        var story = await FlowGallery.Story(home, "dag");
        FlowGallery.Before("finished beside", "started show", story);
        FlowGallery.Before("finished repeat", "started show", story);
        FlowGallery.Before("finished count", "started repeat", story);
    }

    [Fact]
    public async Task What_is_left_out_has_its_default_and_what_breaks_a_rule_is_refused_all_at_once()
    {
        await FlowGallery.Gives("defaults", """{"line":"hello world!!","mood":"cheerful","more":"nothing more"}""");
        await FlowGallery.Gives(
            "defaults", """{"line":"hello moon!!!","mood":"cheerful","more":"nothing more"}""", "name=moon", "times=3");
        await using var home = new Home();
        (await home.Run("run", FlowGallery.Document("defaults"), "--help")).Expect(0)
            .Says("name   string, unless given world, like [a-z]+: whom to greet")
            .Says("times  int, unless given 2, at least 1, at most 5");
        (await home.Run("run", FlowGallery.Document("defaults"), "-p", "name=Moon", "-p", "times=9")).Expect(2)
            .Complains("name").Complains("times");
    }

    [Fact]
    public async Task Each_slice_has_its_own_file_alone_and_none_overwrites_another_ones()
    {
        await using var home = new Home();
        foreach (var name in (string[])["b", "c", "a"])
        {
            home.Write($"notes/{name}.txt", name + "\n");
        }

        var run = (await home.Run("run", FlowGallery.Document("files"), "-p", $"texts=@{home.Path}/notes/*.txt", "-o", "json")).Expect(0);

        var values = run.Json.GetProperty("values");
        FlowGallery.Same("[1,1,1]", values.GetProperty("given"));
        Assert.Equal("A B C ", values.GetProperty("together").GetString());
        Assert.Equal(["same.txt", "same.txt", "same.txt"], values.GetProperty("uppers").EnumerateArray().Select(Name));
        var contents = values.GetProperty("uppers").EnumerateArray().Select(file => file.GetProperty("sha256").GetString());
        Assert.Equal(3, contents.Distinct().Count());

        foreach (var form in (string[])["tar", "zip"])
        {
            var archive = Path.Combine(home.Path, $"all.{form}");
            (await home.Run("workflow", "download", "files", archive, "--archive", form)).Expect(0);
            var directory = Directory.CreateDirectory(Path.Combine(home.Path, form)).FullName;
            await Tool.Run(
                "python3", "", "-c", "import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2])", archive, directory);
            Assert.Equal(
                ["files-1/files-1.json", "files-1/uppers/000000.txt", "files-1/uppers/000001.txt", "files-1/uppers/000002.txt"],
                Directory.GetFiles(directory, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(directory, file)).Order(StringComparer.Ordinal));
            Assert.Equal("B\n", await File.ReadAllTextAsync(
                Path.Combine(directory, "files-1/uppers/000001.txt"), TestContext.Current.CancellationToken));
            FlowGallery.Same(
                """["./uppers/000000.txt","./uppers/000001.txt","./uppers/000002.txt"]""",
                JsonDocument.Parse(await File.ReadAllTextAsync(
                    Path.Combine(directory, "files-1/files-1.json"), TestContext.Current.CancellationToken))
                    .RootElement.GetProperty("uppers"));
        }
    }

    [Fact]
    public async Task Slices_are_found_by_the_beginning_of_their_keys()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("keys"))).Expect(0);

        var found = await FlowGallery.States(home, "keys", "compute-");
        Assert.Equal(["compute-0", "compute-1", "compute-2"], found.Keys);
        Assert.All(found.Values, state => Assert.Equal("succeeded", state));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(150)]
    public Task A_loop_has_as_many_turns_as_it_takes(int limit) =>
        FlowGallery.Gives("turns", $$"""{"n":{{limit}},"keys":"count/{{limit - 1}}"}""", $"limit={limit}");

    [Fact]
    public Task A_thousand_slices_give_a_list_in_order() => FlowGallery.Gives("many", """{"ok":1000,"in_order":true}""", "n=1000");

    [Theory]
    [InlineData("it's \"quoted\" \\")]
    [InlineData("; exit 9 & $(exit 9) `exit 9` ${HOME} $HOME")]
    [InlineData("{{ run.id }} {{ '{{' }} }}")]
    [InlineData("line\nline\n\n")]
    [InlineData("'''\"\"\"\\\\")]
    [InlineData("ключ ✓ \U0001F600")]
    public async Task A_value_is_a_value_whatever_stands_in_it(string text)
    {
        await using var home = new Home();

        var run = (await home.Run("run", FlowGallery.Document("texts"), "-p", "text=" + text, "-o", "json")).Expect(0);

        var values = run.Json.GetProperty("values");
        Assert.Equal(text, values.GetProperty("argument").GetString());
        Assert.Equal(text, values.GetProperty("variable").GetString());
        Assert.Equal($"<{text}>", values.GetProperty("inside").GetString());
        Assert.Equal(text.EnumerateRunes().Count(), values.GetProperty("length").GetInt32());
    }

    [Fact]
    public async Task A_consumer_has_each_part_while_the_producer_still_writes()
    {
        await using var home = new Home();
        var shared = Directory.CreateDirectory(Path.Combine(home.Path, "shared")).FullName;
        await using var engine = await home.Boot();

        var run = (await home.Run("run", FlowGallery.Document("beside"), "-p", "shared=" + shared, "-o", "json")).Expect(0);

        FlowGallery.Same("""{"seen":[1,2,3,4]}""", run.Json.GetProperty("values"));
        FlowGallery.Before("started consume", "finished produce", await FlowGallery.Story(home, "beside"));
    }

    [Fact]
    public async Task Progress_is_seen_from_outside_and_only_grows()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("workflow", "create", FlowGallery.Document("progress"))).Expect(0);
        (await home.Run("workflow", "start", "progress")).Expect(0);
        var seen = new List<int>();

        await Home.Until(
            async () =>
            {
                var work = (await FlowGallery.Rows(home, "progress", "work")).Single();
                if (work.TryGetProperty("progress", out var progress) && progress.ValueKind == JsonValueKind.String
                    && progress.GetString()!.Split('/') is [var done, "100"])
                {
                    seen.Add(int.Parse(done, System.Globalization.CultureInfo.InvariantCulture));
                }

                return work.GetProperty("state").GetString() == "succeeded";
            },
            "work to succeed");

        Assert.NotEmpty(seen);
        Assert.Equal(seen.Order(), seen);
        Assert.All(seen, done => Assert.InRange(done, 10, 100));
    }

    private static string? Name(JsonElement file) => file.GetProperty("name").GetString();
}
