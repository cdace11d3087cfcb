using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot.Files;

public sealed class PilotFilesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_pilot_is_found_again_with_its_secret_and_nobody_else_can_read_it()
    {
        var folder = new PilotFolder(directory.File("pilots"));
        folder.Open();
        var file = Pilot(PilotFolder.NewKey());
        var script = folder.Make(file, "/opt/dx flow", []);
        Assert.Equal(file, Assert.Single(folder.All()));
        Assert.Equal(
            UnixFileMode.None,
            Others(folder.Root) | Others(folder.PathOf(file.Key)) | Others(PilotFile.PathIn(folder.PathOf(file.Key))));
        var text = File.ReadAllText(script);
        Assert.Contains("'/opt/dx flow' engine work '" + folder.PathOf(file.Key) + "'", text);
        Assert.DoesNotContain(file.Secret, text);
        folder.Remove(file.Key);
        Assert.Empty(folder.All());
    }

    [Fact]
    public void A_directory_that_names_another_key_is_no_pilot()
    {
        var folder = new PilotFolder(directory.File("pilots"));
        folder.Open();
        var file = Pilot(PilotFolder.NewKey());
        folder.Make(file, "/d", []);
        Directory.Move(folder.PathOf(file.Key), folder.PathOf(PilotFolder.NewKey()));
        Directory.CreateDirectory(folder.PathOf(PilotFolder.NewKey()));
        Assert.Empty(folder.All());
    }

    [Fact]
    public void Modules_are_words_and_never_commands() => Assert.Contains(
        "module load 'a;id' 'b'\\''c' || exit 125", PilotFolder.Script("/f", "/d", ["a;id", "b'c"]));

    [Fact]
    public void A_task_is_read_only_as_the_attempt_that_it_is()
    {
        var id = new AttemptId("run", 1, 2, 1);
        var file = new TaskFile(
            id, "name", "/work", ["a", "b c"], new Dictionary<string, string> { ["K"] = "v" }, 0.5, 7, 30);
        file.Write(directory.Path);
        var read = TaskFile.Read(new TaskRef(id, directory.Path))!;
        Assert.Equal(["a", "b c"], read.Command);
        Assert.Equal("v", read.Environment["K"]);
        Assert.Equal(new TaskAsk(0.5, 7, RunMax: TimeSpan.FromSeconds(30)), read.Ask);
        Assert.Null(TaskFile.Read(new TaskRef(id with { Attempt = 2 }, directory.Path)));
        TaskFile.Remove(directory.Path);
        Assert.Null(TaskFile.Read(new TaskRef(id, directory.Path)));
    }

    [Fact]
    public void What_was_cut_off_while_it_was_written_is_none()
    {
        File.WriteAllText(directory.File("task.json"), """{"id":{"run":"r""");
        File.WriteAllText(directory.File("pilot.json"), """{"key":""");
        File.WriteAllText(directory.File("door.json"), "");
        Assert.Null(TaskFile.Read(new TaskRef(new AttemptId("r", 0, 0, 1), directory.Path)));
        Assert.Null(PilotFile.Read(directory.Path));
        Assert.Null(DoorFile.Read(directory.Path));
    }

    private static PilotFile Pilot(string key) =>
        new(key, PilotFolder.NewSecret(), "/tasks", "/shared", 1 << 20, 60, 3600, false);

    private static UnixFileMode Others(string path) => File.GetUnixFileMode(path)
        & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
}
