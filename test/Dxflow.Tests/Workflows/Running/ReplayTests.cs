using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Tests.Tidy;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;
using Xunit;

namespace Dxflow.Tests.Workflows.Running;

/// <summary>
/// Journals that released versions wrote are replayed for ever, and mean what they meant. A journal that is not approved yet is played
/// and lies in <c>artifacts/received</c>, for <c>dev.cs approve</c>; one that is approved is never written again.
/// </summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Names => [.. Recording.All.Select(recording => recording.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_journal_means_what_it_meant(string name)
    {
        var recording = Recording.All.Single(one => one.Name == name);
        var journal = Approved($"{name}.jsonl", () => Played(recording));
        Assert.True(journal.Length > 0, "not recorded yet: dotnet run dev.cs approve");
        var state = new RunState(recording.Plan);
        foreach (var line in journal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            RunApply.Apply(state, RunRecords.Read(Encoding.UTF8.GetBytes(line)));
        }

        var shown = Recording.Show(state);
        Assert.True(state.IsDone);
        Assert.Equal(Approved($"{name}.txt", () => shown), shown);
    }

    [Fact]
    public void Every_kind_of_event_is_recorded()
    {
        var kinds = typeof(RunEvent).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
            .Cast<JsonDerivedTypeAttribute>().Select(kind => $"{{\"e\":\"{kind.TypeDiscriminator}\"").ToList();
        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind => Assert.Contains(Lines(), line => line.StartsWith(kind, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_event_comes_back_as_it_was_written()
    {
        var records = new RunRecords();
        foreach (var line in Lines())
        {
            var again = records.Write(RunRecords.Read(Encoding.UTF8.GetBytes(line)));
            Assert.Equal(line, Encoding.UTF8.GetString(again));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"at\":1}")]
    [InlineData("{\"e\":\"nothing\",\"at\":1}")]
    [InlineData("{\"e\":\"run\"}")]
    [InlineData("{\"e\":\"run\",\"at\":\"1\"}")]
    [InlineData("{\"e\":\"run\",\"at\":1,\"more\":2}")]
    [InlineData("{\"e\":\"cancel\",\"at\":1,\"mode\":7}")]
    public void What_is_no_event_is_refused(string record) =>
        Assert.ThrowsAny<JsonException>(() => RunRecords.Read(Encoding.UTF8.GetBytes(record)));

    [Fact]
    public void Any_order_of_any_events_changes_the_state_without_failing()
    {
        var facts = Lines().Select(line => RunRecords.Read(Encoding.UTF8.GetBytes(line))).ToArray();
        for (var seed = 0; seed < 300; seed++)
        {
            var state = new RunState(Recording.All[seed % Recording.All.Count].Plan);
            new Random(seed).Shuffle(facts);
            foreach (var fact in facts)
            {
                RunApply.Apply(state, fact);
            }

            Assert.All(state.Steps, step => Assert.InRange(step.Left, 0, step.Count));
        }
    }

    private static IEnumerable<string> Lines() => Recording.All.SelectMany(
        one => Approved($"{one.Name}.jsonl", () => Played(one)).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static string Played(Recording recording)
    {
        var run = RunScript.Started(recording.Plan, Recording.Answers);
        recording.Play(run);
        var records = new RunRecords();
        return string.Concat(run.Events.Select(fact => Encoding.UTF8.GetString(records.Write(fact)) + "\n"));
    }

    private static string Approved(string file, Func<string> make)
    {
        var known = ApprovedFile.Find($"Journals/{file}");
        return known ?? ApprovedFile.Beside($"Journals/{file}", make());
    }
}
