using System.Runtime.InteropServices;
using Dxflow.Engine.Updates;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Engine.Updates;

public sealed class InstalledProgramTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dx");
    private readonly InstalledProgram _program;

    public InstalledProgramTests()
    {
        _program = new InstalledProgram(Path.Combine(_directory.FullName, "dxflow"));
        File.WriteAllText(_program.Path, "old");
        File.SetUnixFileMode(_program.Path, Mode);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_new_takes_the_place_and_the_mode_of_the_old_which_stays_beside_it()
    {
        var copy = _program.Copy(Write("next", "new"));
        Assert.Equal("old", File.ReadAllText(_program.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(copy));
        _program.Place();
        Assert.Equal(("new", "old"), (File.ReadAllText(_program.Path), File.ReadAllText(_program.Previous)));
        Assert.Equal(Mode, File.GetUnixFileMode(_program.Path));
        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void A_second_update_keeps_the_one_before_it_and_that_takes_its_place_back()
    {
        foreach (var name in (string[])["one", "two"])
        {
            _program.Copy(Write(name, name));
            _program.Place();
        }

        Assert.Equal("one", File.ReadAllText(_program.Previous));
        _program.TakeBack();
        Assert.Equal("one", File.ReadAllText(_program.Path));
        Assert.False(File.Exists(_program.Previous));
    }

    [Fact]
    public void What_is_left_of_an_update_that_was_broken_off_is_replaced_or_discarded()
    {
        _program.Copy(Write("half", "half"));
        Assert.Equal("new", File.ReadAllText(_program.Copy(Write("next", "new"))));
        _program.Discard();
        Assert.Equal(["dxflow", "half", "next"], _directory.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said()
    {
        var nowhere = new InstalledProgram("/proc/self/dxflow");
        var fault = Assert.Throws<Fault>(() => nowhere.Copy(_program.Path));
        Assert.Equal(FaultKind.Forbidden, fault.Info.Code);
        Assert.Contains("dxflow engine restart", fault.Info.Hint);
    }

    [Theory]
    [InlineData(0, """{"version":"1.2.3","runtime":"x","system":"HERE"}""", "1.2.3")]
    [InlineData(1, """{"version":"1.2.3","runtime":"x","system":"HERE"}""", null)]
    [InlineData(0, """{"version":"1.2.3","runtime":"x","system":"elsewhere"}""", null)]
    [InlineData(0, """{"version":"soon","system":"HERE"}""", null)]
    [InlineData(0, """{"version":3,"system":"HERE"}""", null)]
    [InlineData(0, "Hello!", null)]
    [InlineData(0, "[]", null)]
    [InlineData(null, "", null)]
    public void A_program_is_a_dxflow_of_this_machine_if_it_says_so(int? code, string said, string? version)
    {
        var end = new ProgramEnd(code, said.Replace("HERE", RuntimeInformation.RuntimeIdentifier));
        if (version is null)
        {
            Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => ProgramVersion.Read("it", end)).Info.Code);
        }
        else
        {
            Assert.Equal(version, ProgramVersion.Read("it", end).ToString());
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
