using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Engine.Settings;

public sealed class ConfigFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_missing_file_means_every_default()
    {
        var file = ConfigFile.Read(Path.Combine(_directory.Path, "none.yaml"));

        Assert.All(ConfigKeys.All, key => Assert.Equal((key.Default, ConfigSource.Default), file.Get(key)));
    }

    [Fact]
    public void Every_problem_of_a_file_is_named_with_its_line()
    {
        var fault = Assert.Throws<Fault>(() => Read("runs-keep: many\nno-such: 1\nprocess-cpus: [1]\n"));

        Assert.Equal([1, 2, 3], fault.Info.Problems!.Select(problem => problem.Line));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
    }

    [Theory]
    [InlineData("runs-keep: '5")]
    [InlineData("- a\n- b\n")]
    [InlineData("runs-keep: 5\nruns-keep: 6\n")]
    public void Half_a_file_is_refused_and_not_half_read(string text) => Assert.Throws<Fault>(() => Read(text));

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var path = _directory.File("unreadable_config.yaml");
        File.CreateSymbolicLink(path, "/proc/self/mem");

        var fault = Assert.Throws<Fault>(() => ConfigFile.Read(path));

        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        Assert.Contains(path, fault.Info.Detail);
    }

    [Fact]
    public void Changing_one_setting_leaves_every_other_line_and_comment()
    {
        const string before = "# mine\nruns-keep: 5\n\n# cores\nprocess-cpus: 2\n";

        var changed = ConfigFile.Change(before, "runs-keep", "9");

        Assert.Equal("# mine\nruns-keep: '9'\n\n# cores\nprocess-cpus: 2\n", changed);
        Assert.Equal("# mine\n\n# cores\nprocess-cpus: 2\n", ConfigFile.Change(changed, "runs-keep", null));
        Assert.Equal("runtime: 'it''s'\n", ConfigFile.Change(string.Empty, "runtime", "it's"));
    }

    [Fact]
    public void What_was_changed_is_read_back()
    {
        var file = Read(ConfigFile.Change("runs-keep: 5", "runtime", "it's: #1"));

        Assert.Equal(("it's: #1", ConfigSource.File), file.Get(ConfigKeys.Runtime));
        Assert.Equal(("5", ConfigSource.File), file.Get(ConfigKeys.RunsKeep));
    }

    [Theory]
    [InlineData("runs-keep", "0", false)]
    [InlineData("runs-keep", "1", true)]
    [InlineData("process-cpus", "1.5", true)]
    [InlineData("process-cpus", "-1", false)]
    [InlineData("process-memory", "8G", true)]
    [InlineData("machine-resources", "gpu=2, license-a=30", true)]
    [InlineData("machine-resources", "", true)]
    [InlineData("machine-resources", "gpu", false)]
    [InlineData("machine-resources", "gpu=1,gpu=2", false)]
    [InlineData("machine-resources", "tasks=1", false)]
    [InlineData("machine-resources", "gpu=-1", false)]
    [InlineData("machine-resources", "gpu=9999999", false)]
    [InlineData("process-memory", "much", false)]
    [InlineData("runtime", "two\nlines", false)]
    public void A_value_is_checked_by_its_setting(string name, string value, bool ok) =>
        Assert.Equal(ok, ConfigKeys.Find(name)!.Check(value) is null);

    private ConfigFile Read(string text)
    {
        var path = Path.Combine(_directory.Path, "c.yaml");
        File.WriteAllText(path, text);
        return ConfigFile.Read(path);
    }
}
