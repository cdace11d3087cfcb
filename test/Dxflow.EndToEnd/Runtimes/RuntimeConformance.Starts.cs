using System.Text;
using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

public abstract partial class RuntimeConformance
{
    [Theory]
    [InlineData("true", 0, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("exit 126", 126, null)]
    [InlineData("exit 127", 127, null)]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -TERM $$", 143, 15)]
    [InlineData("kill -KILL $$", 137, 9)]
    [InlineData("exit 137", 137, 9)]
    public async Task An_exit_is_reported_as_code_and_signal(string script, int code, int? signal)
    {
        var report = await Bench.RunAsync(Bench.Shell(script));
        Assert.Equal((TaskState.Exited, code, signal), (report.State, report.Exit!.Value, report.Signal));
    }

    [Fact]
    public async Task A_final_report_says_when_the_task_began_and_ended()
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        var report = await Bench.RunAsync(Bench.Shell("exit 0"));
        Assert.InRange(report.StartedAt!.Value, before, TimeProvider.System.GetUtcNow());
        Assert.InRange(report.EndedAt!.Value, before, TimeProvider.System.GetUtcNow().AddSeconds(1));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] odd =
        [
            "", " ", "a b", "$HOME", "`id`", "$(id)", "two\nlines\n", "*", "Grüße 🧪", "\\n", "-n", "--", "'", "\"", "\t", "a\rb",
        ];
        var spec = Bench.Spec(["/bin/sh", "-c", "printf '%s\\0' \"$@\" >arguments", "sh", .. odd]);
        await Bench.OutputAsync(spec);
        Assert.Equal(odd, Nul(await File.ReadAllBytesAsync(Path.Join(spec.WorkingDirectory, "arguments"))));
    }

    [Fact]
    public async Task The_environment_arrives_as_it_is()
    {
        var given = new Dictionary<string, string>
        {
            ["PLAIN"] = "value",
            ["EMPTY"] = "",
            ["LINES"] = "one\ntwo\n",
            ["QUOTES"] = "'\"`$HOME\\",
            ["with.dots"] = "dots",
            ["with-dash"] = "dash",
            ["UID"] = "12345",
            ["IFS"] = ":",
            ["PPID"] = "1",
            ["UNICODE"] = "Grüße 🧪",
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        };
        var spec = Bench.Spec("/usr/bin/env", "-0") with { Environment = given };
        await Bench.OutputAsync(spec with { Command = ["/bin/sh", "-c", "exec /usr/bin/env -0 >environment"] });
        var got = Nul(await File.ReadAllBytesAsync(Path.Join(spec.WorkingDirectory, "environment")));
        Assert.All(given.Where(pair => pair.Key is not ("UID" or "IFS" or "PPID" or "with.dots" or "with-dash")), Expect);
        Assert.Contains($"DXFLOW_ATTEMPT_ID={spec.Id}", got);

        // What a shell would keep for itself is seen by a program that no other shell stands before.
        var direct = Bench.Spec("/usr/bin/env") with { Environment = given };
        var lines = await Bench.OutputAsync(direct);
        Assert.All(given.Where(pair => !pair.Value.Contains('\n')), pair => Assert.Contains($"{pair.Key}={pair.Value}", lines));

        void Expect(KeyValuePair<string, string> pair) => Assert.Contains($"{pair.Key}={pair.Value}", got);
    }

    [Fact]
    public async Task A_task_has_its_directory_an_open_umask_and_an_empty_input()
    {
        var spec = Bench.Shell("pwd -P; umask; wc -c; echo made >made");
        Assert.Equal([spec.WorkingDirectory, "0022", "0"], await Bench.OutputAsync(spec));
        Assert.True(File.Exists(Path.Join(spec.WorkingDirectory, "made")));
    }

    [Theory]
    [InlineData("dxflow-no-such-program")]
    [InlineData("./missing")]
    [InlineData("/no/such/program")]
    public async Task A_program_that_is_not_there_is_not_started(string program)
    {
        var report = await Bench.RunAsync(Bench.Spec(program, "argument"));
        Assert.Equal((TaskState.NotStarted, FailureReason.Start), (report.State, report.Reason));
        Assert.Contains(program, report.Detail);
    }

    [Fact]
    public async Task A_missing_interpreter_is_not_started()
    {
        var spec = Bench.Spec("./script");
        var script = Path.Join(spec.WorkingDirectory, "script");
        await File.WriteAllTextAsync(script, "#!/no/such/interpreter\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var report = await Bench.RunAsync(spec);
        Assert.Equal((TaskState.NotStarted, FailureReason.Start), (report.State, report.Reason));
        Assert.NotNull(report.Detail);
    }

    [Fact]
    public async Task An_attempt_asked_for_twice_runs_once()
    {
        var spec = Bench.Shell("echo run >>runs; while [ ! -e go ]; do sleep 0.05; done");
        await Bench.StartAsync(spec);
        await RuntimeBench.FileAsync(spec, "runs");
        await Bench.StartAsync(spec);
        await Bench.RestartAsync();
        await Bench.StartAsync(spec);
        RuntimeBench.Touch(spec, "go");
        Assert.Equal(0, (await Bench.FinalAsync(spec)).Exit);
        Assert.Equal(TaskState.Exited, (await Bench.StartAsync(spec)).State);
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Path.Join(spec.WorkingDirectory, "runs")));
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_and_each_task_ends_by_itself()
    {
        var batch = Enumerable.Range(0, BatchSize).Select(index => Bench.Shell($"exit {index % 7}")).ToList();
        var reports = await Bench.StartAsync(batch);
        Assert.Equal(batch.Select(spec => spec.Id), reports.Select(report => report.Id));
        for (var index = 0; index < batch.Count; index++)
        {
            Assert.Equal(index % 7, (await Bench.FinalAsync(batch[index])).Exit);
        }
    }

    private static string[] Nul(byte[] content) => Encoding.UTF8.GetString(content).TrimEnd('\0').Length == 0
        ? []
        : Encoding.UTF8.GetString(content)[..^1].Split('\0');
}
