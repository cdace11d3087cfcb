using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dxflow.EndToEnd.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Inputs that are fetched from addresses, and what of them is refused.</summary>
public sealed class SourceTests
{
    private const string Content = "from afar";

    [Fact]
    public async Task Files_and_archives_are_fetched_checked_and_known_by_their_checksum_the_next_time()
    {
        await using var home = new Home();
        await using var web = await WebServer.Start(home, Answer);
        home.Variables["DXFLOW_CONFIG_ALLOW_HOSTS"] = web.Host;
        await using var engine = await home.Boot();
        var file = home.Write("fetch.yaml", $$$"""
            name: fetch
            x-workflow:
              inputs: { unused: { type: file, default: "{{{web.Url}}}/broken" } }
              outputs: { all: "{{ steps.fetch.outputs.all }}", given: "{{ workflow.inputs.unused }}" }
            services:
              fetch:
                x-step:
                  inputs:
                    plain: { type: file, from: "{{{web.Url}}}/led/plain.txt", sha256: {{{Hash(Content)}}} }
                    two: { type: list<file>, from: ["{{{web.Url}}}/plain.txt#sha256={{{Hash(Content)}}}", "{{{web.Url}}}/plain.txt"] }
                    zip: { type: dir, from: "{{{web.Url}}}/tree.zip" }
                  outputs: { all: { type: string, file: outputs/all } }
                  script: cat inputs/plain.txt inputs/two/* inputs/zip/deep/er > outputs/all
            """);
        home.Write("own", "own");

        var ran = (await home.Run("run", file, "-p", "unused=@" + Path.Combine(home.Path, "own"), "-o", "json")).Expect(0).Json;
        Assert.Equal(Content + Content + Content + "in the zip", ran.GetProperty("values").GetProperty("all").GetString());

        // What led there, once plain, and the zip; the second plain one has its checksum known by then, the third has none.
        Assert.Equal(4, web.Asked);
        (await home.Run("run", file, "-p", "unused=@" + Path.Combine(home.Path, "own"))).Expect(0);
        Assert.Equal(6, web.Asked);
        (await home.Run("run", file)).Expect(2).Complains("/broken cannot be read");
    }

    [Theory]
    [InlineData("/plain.txt#sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "was expected")]
    [InlineData("/none", "answers 404")]
    [InlineData("/broken", "/broken cannot be read")]
    [InlineData("/circle", "more than 5 times")]
    [InlineData("/down", "does not begin with https")]
    [InlineData("/inner", "not on the public Internet")]
    [InlineData("/metadata", "not on the public Internet")]
    public async Task What_is_not_as_it_should_be_is_refused_and_no_run_begins(string path, string why)
    {
        await using var home = new Home();
        await using var web = await WebServer.Start(home, Answer);
        home.Variables["DXFLOW_CONFIG_ALLOW_HOSTS"] = web.Host;
        await using var engine = await home.Boot();
        (await home.Run("run", Document(home, web.Url + path + (path == "/none" ? "?signature=very-secret" : "")))).Expect(2)
            .Complains(why);
        Assert.DoesNotContain(
            "very-secret", (await home.Run("audit", "list", "-o", "json")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty((await home.Run("workflow", "runs", "one", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_is_not_public_is_not_asked_at_all_unless_the_settings_allow_it()
    {
        await using var home = new Home();
        await using var web = await WebServer.Start(home, Answer);
        await using var engine = await home.Boot();
        foreach (var host in (string[])["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "127.1"])
        {
            var url = $"https://{host}:{new Uri(web.Url).Port}/plain.txt";
            (await home.Run("run", Document(home, url))).Expect(2).Complains("not on the public Internet");
        }

        Assert.Equal(0, web.Asked);
    }

    private static string Document(Home home, string url) => home.Write("one.yaml", $$"""
        name: one
        services:
          one: { x-step: { inputs: { x: { type: file, from: "{{url}}" } }, script: cat inputs/* } }
        """);

    private static async Task Answer(HttpContext context)
    {
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/plain.txt":
                await response.WriteAsync(Content);
                break;
            case "/led/plain.txt":
                response.Redirect("/plain.txt", permanent: true);
                break;
            case "/circle":
                response.Redirect("/circle");
                break;
            case "/down":
                response.Redirect($"http://{context.Request.Host}/plain.txt");
                break;
            case "/inner":
                response.Redirect($"https://127.0.0.1:{context.Request.Host.Port}/plain.txt");
                break;
            case "/metadata":
                response.Redirect("https://169.254.169.254/latest/meta-data");
                break;
            case "/broken":
                response.ContentLength = 1000;
                await response.WriteAsync(Content);
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case "/tree.zip":
                await response.Body.WriteAsync(Zip());
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("deep/er").Open();
            entry.Write("in the zip"u8);
        }

        return bytes.ToArray();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
