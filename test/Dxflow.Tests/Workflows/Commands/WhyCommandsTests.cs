using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class WhyCommandsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    private static readonly Why Failed = new(
        new RunInfo(
            "w/3", "w", 3, RunStatus.Failed, 1, 1, 3, FailureReason.Exit, null, At, At, TimeSpan.FromSeconds(61), 1, RunKind.Job, "0a",
            "me"),
        "failed after 1m1s, because align failed", "align", UnitStatus.Failed, FailureReason.Exit, "not enough reads in the input", 3, null,
        "attempt 2 of 2", ["bowtie2", "-x", "a b"], null, JsonDocument.Parse("""{"n":5}""").RootElement, "process on host", "/h/work",
        TimeSpan.FromMilliseconds(1270), 1536,
        [new LogLine("align", At, true, "\u001b[31mone\u001b[0m"), new LogLine("align", At, true, "two")],
        ["report"], ["other"], ["dxflow workflow logs w/3 align", "cd /h/work"]);

    [Fact]
    public void A_list_that_was_cut_says_how_much_more_there_is()
    {
        var text = new WhyCommands(0, Paint.None).Of(Failed with { OmittedCount = 7, Key = "group/3" });

        Assert.Contains("omitted     report and 6 more (because of it)\n", text, StringComparison.Ordinal);
        Assert.Contains("key         group/3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cause_is_one_screen() => Assert.Equal("""
        w/3 failed after 1m1s, because align failed

          step        align failed: exit code 3 (attempt 2 of 2)
          detail      not enough reads in the input
          log         │ one
                      │ two
          command     bowtie2 -x 'a b'
          input       n = 5
          ran         1.2s, 1.5KiB of memory at most
          where       process on host
          directory   /h/work
          omitted     report (because of it)
          also failed other
          next        dxflow workflow logs w/3 align
                      cd /h/work

        """, new WhyCommands(0, Paint.None).Of(Failed));

    [Fact]
    public void A_script_stands_for_the_command_and_its_beginning_for_a_long_one()
    {
        var text = new WhyCommands(0, Paint.None).Of(Failed with { Script = "set -x\nbowtie2 -x \"$I\"\n" });
        Assert.Contains("  script      │ set -x\n              │ bowtie2 -x \"$I\"\n  input", text);
        Assert.DoesNotContain("command ", text);
        var lines = string.Join('\n', Enumerable.Range(1, 30).Select(static number => $"echo {number}"));
        var cut = new WhyCommands(0, Paint.None).Of(Failed with { Script = lines });
        Assert.Contains("│ echo 11\n              … and 19 more lines\n", cut);
        Assert.DoesNotContain("echo 12", cut);
    }

    [Fact]
    public void On_a_narrow_terminal_the_detail_goes_on_below_and_commands_to_copy_stay_whole()
    {
        var lines = new WhyCommands(36, Paint.None).Of(Failed with { WorkDirectory = "/a/rather/long/path/to/work" }).Split('\n');
        Assert.Contains("  detail      not enough reads in", lines);
        Assert.Contains("              the input", lines);
        Assert.Contains("  directory   /a/rather/long/path/t…", lines);
        Assert.Contains("  next        dxflow workflow logs w/3 align", lines);
    }

    [Fact]
    public void A_word_without_blanks_is_broken_rather_than_lost()
    {
        var text = new WhyCommands(36, Paint.None).Of(Failed with { Detail = new string('q', 50) });
        Assert.Equal(50, text.Count(static letter => letter == 'q'));
    }

    [Fact]
    public void Colours_follow_the_state_and_come_from_us_alone()
    {
        var text = new WhyCommands(0, new Paint(true)).Of(Failed with { Detail = "\u001b[2Jgone" });
        Assert.Contains("\u001b[31mfailed after 1m1s, because align failed\u001b[0m", text);
        Assert.Contains("\\x1b[2Jgone", text);
        Assert.DoesNotContain("\u001b[2J", text);
    }

    [Fact]
    public void A_run_that_went_well_is_a_sentence()
    {
        var well = Failed with
        {
            Run = Failed.Run with { State = RunStatus.Succeeded },
            Summary = "succeeded after 2s; nothing failed",
            Step = null,
            Omitted = [],
            AlsoFailed = [],
            Next = [],
        };
        Assert.Equal("w/3 succeeded after 2s; nothing failed\n", new WhyCommands(0, Paint.None).Of(well));
    }
}
