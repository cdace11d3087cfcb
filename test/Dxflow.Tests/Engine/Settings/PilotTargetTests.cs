using System.Net;
using Dxflow.Engine.Settings;
using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Engine.Settings;

public sealed class PilotTargetTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Pilots_are_read_with_all_that_is_said_of_them()
    {
        var target = Assert.Single(Read("""
            many:
              mode: pilot
              cpus: 16
              memory: 32G
              time: 4h
              min: 0
              max: 10
              idle: 90s
              backlog: 3
              listen: 10.0.0.5:4100
              program: /shared/bin/dxflow
            """));
        Assert.Equal(
            new PilotSettings(
                16, 32L << 30, TimeSpan.FromHours(4), 0, 10, TimeSpan.FromSeconds(90), 3, new IPEndPoint(IPAddress.Parse("10.0.0.5"), 4100),
                "/shared/bin/dxflow"),
            target.Pilot);
    }

    [Fact]
    public void Without_the_mode_there_are_no_pilots() =>
        Assert.All(Read("a: { mode: batch }\nb: { kind: slurm }"), static target => Assert.Null(target.Pilot));

    [Theory]
    [InlineData("a: { mode: pilot }", "needs 'cpus'")]
    [InlineData("a: { mode: workers, cpus: 4 }", "no mode 'workers'")]
    [InlineData("a: { max: 4 }", "for pilots alone")]
    [InlineData("a: { mode: pilot, cpus: 4, min: 5, max: 2 }", "more than 'max'")]
    [InlineData("a: { mode: pilot, cpus: 4, memory: 12 }", "a size of 1M at least")]
    [InlineData("a: { mode: pilot, cpus: 4, time: 10s }", "a duration from 1m")]
    [InlineData("a: { mode: pilot, cpus: 4, listen: login.site }", "no address to listen on")]
    [InlineData("a: { mode: pilot, cpus: 4, program: dxflow }", "must be an absolute path")]
    public void What_is_wrong_with_pilots_is_said(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(Assert.Throws<Fault>(() => Read(text)).Info.Problems!).Message);

    private IReadOnlyList<TargetSettings> Read(string text)
    {
        File.WriteAllText(directory.File("targets.yaml"), text);
        return TargetFile.Read(directory.File("targets.yaml"));
    }
}
