using System.Text;
using Dxflow.Tests.Tidy;
using Dxflow.Workflows.Compose.Canonical;
using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Reading;

/// <summary>No text makes the reader throw, hang or grow: what is wrong becomes problems.</summary>
public sealed class RobustnessTests
{
    private const int MutationsPerDocument = 20;

    private static readonly string[] Seeds =
        [.. new[] { "Bad", "Corpus" }.SelectMany(static folder => Directory.GetFiles(
            Path.Combine(Repository.Root, "test/Dxflow.Tests/Workflows/Compose", folder), "*.yaml", SearchOption.AllDirectories))
            .Where(static file => !file.EndsWith(".expected.yaml", StringComparison.Ordinal)).Order().Select(File.ReadAllText)];

    private static readonly string[] Pieces =
    [
        "{{", "}}", "${", "}", "$", "\"", "'", "\n", "  ", "\t", ": ", "- ", "[", "]", "{", ",",
        "&a ", "*a", "<<: ", "|", ">", "#", "\0", "\uD800", "é", "!x ",
    ];

    [Fact]
    public void Random_text_never_throws() => Prop.ForAll<string>(text => Survives(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bytes_never_throw() =>
        Prop.ForAll<byte[]>(bytes => Survives(Encoding.Latin1.GetString(bytes))).QuickCheckThrowOnFailure();

    [Fact]
    public void Mutated_documents_never_throw()
    {
        var random = new System.Random(20240229);
        foreach (var seed in Seeds)
        {
            for (var i = 0; i < MutationsPerDocument; i++)
            {
                var text = Mutate(seed, random);
                Assert.True(Survives(text), text);
            }
        }
    }

    [Fact]
    public void Every_cut_of_a_document_is_read_or_refused()
    {
        var text = Seeds.MaxBy(seed => seed.Length)!;
        for (var length = 0; length < text.Length; length += 7)
        {
            Assert.True(Survives(text[..length]));
        }
    }

    [Theory]
    [InlineData("[", 300_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("? ", 100_000)]
    [InlineData("'", 100_001)]
    [InlineData("&a ", 100_000)]
    [InlineData("!!str ", 100_000)]
    [InlineData("a: b\n", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("${A:-", 100_000)]
    [InlineData("{{", 100_000)]
    [InlineData("\t", 100_000)]
    [InlineData("#", 1_000_000)]
    public void Repeated_pieces_never_throw(string piece, int times) =>
        Assert.True(Survives(string.Concat(Enumerable.Repeat(piece, times))));

    [Fact]
    public void Aliases_of_a_long_text_are_read_in_bounded_work()
    {
        var text = new StringBuilder("x-a: &a \"").Append('x', 1 << 20).Append("\"\nservices:\n");
        for (var i = 0; i < 1_000; i++)
        {
            text.Append("  s").Append(i).Append(": { command: *a }\n");
        }

        var document = new DocumentFixture();
        document.TryRead(text.ToString());
        Assert.StartsWith(
            "the document grows beyond 64 million characters", document.Problems.ToList()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_of_ports_cannot_fill_the_memory()
    {
        var ports = string.Join(", ", Enumerable.Repeat("1-65535", 1_000));
        Assert.Contains(
            "the document grows beyond", new DocumentFixture().ProblemsOfService($"ports: [{ports}]"), StringComparison.Ordinal);
    }

    [Fact]
    public void Env_files_that_double_are_cut_off()
    {
        var document = new DocumentFixture();
        document.Files["a.env"] = "A0=xxxxxxxxxx\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"A{i}=$A{i - 1}$A{i - 1}\n"));
        Assert.Contains(
            "the text grows beyond 4 million characters", document.ProblemsOfService("env_file: a.env"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nul_characters_are_refused_wherever_they_come_from()
    {
        var document = new DocumentFixture();
        document.Variables["V"] = "a\0b";
        document.Files["a.env"] = "A=\"\\0\"\n";
        var shown = document.ProblemsOfService("command: [\"a\\0b\", \"$V\"]\nenv_file: a.env");
        Assert.Equal(3, shown.Split('\n').Count(line => line.Contains("a text holds a NUL character", StringComparison.Ordinal)));
    }

    private static bool Survives(string text)
    {
        var document = new DocumentFixture();
        document.Files["bad.env"] = text;
        document.Files[".env"] = text;

        // What it includes and extends is, mutated, the same again.
        string[] others = ["other.yaml", "one.yaml", "part.yaml", "a/compose.yaml", "database/compose.yaml", "base/common.yaml"];
        foreach (var name in others)
        {
            document.Files[name] = text;
        }

        var reading = document.TryRead(text);
        foreach (var service in reading?.Spec.Services.Take(10) ?? [])
        {
            ProcessSupport.Check(service, service.Replicas?.Value ?? 1, reading!.Spec, document.Problems);
        }

        if (!document.Problems.HasErrors && reading!.Spec.Services.Count < 100)
        {
            CanonicalModel.Of(reading);
        }

        return document.Problems.ToList().All(
            problem => problem.Message.Length > 0 && ProblemText.Format(problem, file => new SourceText(file, text)).Length > 0)
            && (reading is not null || document.Problems.HasErrors);
    }

    private static string Mutate(string seed, System.Random random)
    {
        var text = new StringBuilder(seed);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(3))
            {
                case 0:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
                default:
                    var from = random.Next(seed.Length + 1);
                    text.Insert(at, seed.AsSpan(from, Math.Min(random.Next(1, 60), seed.Length - from)));
                    break;
            }
        }

        return text.ToString();
    }
}
