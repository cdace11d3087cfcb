using Dxflow.Engine;
using Dxflow.Engine.Identities;
using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Engine;

public sealed class HomeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_home_is_its_owners_alone()
    {
        var home = Home.Locate(Path.Combine(_directory.Path, "new"));

        home.Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home.Path));
        Assert.True(Directory.Exists(home.Journals));
    }

    [Fact]
    public void A_home_that_others_can_write_is_refused_with_what_to_do()
    {
        var home = Home.Locate(_directory.Path);
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_111_111);

        var fault = Assert.Throws<Fault>(home.Open);

        Assert.Equal(FaultKind.Forbidden, fault.Info.Code);
        Assert.Contains("chmod 700", fault.Info.Hint);
    }

    [Fact]
    public void A_home_that_is_a_file_is_refused()
    {
        var path = Path.Combine(_directory.Path, "file");
        File.WriteAllText(path, "x");

        Assert.Throws<Fault>(Home.Locate(path).Open);
    }

    [Fact]
    public void A_long_path_moves_the_socket_to_a_short_one()
    {
        var near = Home.Locate(Path.Combine(_directory.Path, "h"));
        var far = Home.Locate(Path.Combine(_directory.Path, new string('x', 120)));

        Assert.StartsWith(near.Path, near.Socket);
        Assert.True(far.Socket.Length <= 100, far.Socket);
        Assert.Equal((near.Path + "/engine-grpc.sock", far.Socket.Replace(".sock", "-grpc.sock")), (near.GrpcSocket, far.GrpcSocket));
        Assert.NotEqual(far.Socket, Home.Locate(far.Path + "y").Socket);
    }

    [Fact]
    public void A_home_taken_is_refused_naming_who_has_it()
    {
        var home = Home.Locate(Path.Combine(_directory.Path, "h"));
        home.Open();
        Assert.Null(EngineLock.Holder(home));
        using (EngineLock.Take(home, takeOver: false, instant: false, TimeProvider.System))
        {
            var fault = Assert.Throws<Fault>(() => EngineLock.Take(home, takeOver: true, instant: false, TimeProvider.System));

            Assert.Equal(FaultKind.Conflict, fault.Info.Code);
            Assert.Contains($"pid {Environment.ProcessId}", fault.Info.Detail);
            Assert.Equal(Environment.ProcessId, EngineLock.Holder(home)!.Pid);
        }

        Assert.Null(EngineLock.Holder(home));
        EngineLock.Take(home, takeOver: false, instant: false, TimeProvider.System).Dispose();
    }

    [Fact]
    public void A_home_left_behind_on_another_machine_is_taken_only_when_told()
    {
        var home = Home.Locate(Path.Combine(_directory.Path, "h"));
        home.Open();
        File.WriteAllText(home.LockFile, """{"host":"elsewhere","boot":"x","pid":7,"since":"2026-01-01T00:00:00+00:00"}""");

        for (var tries = 0; tries < 2; tries++)
        {
            var fault = Assert.Throws<Fault>(() => EngineLock.Take(home, takeOver: false, instant: false, TimeProvider.System));
            Assert.Contains("elsewhere", fault.Info.Detail);
            Assert.Contains("--take-over", fault.Info.Hint);
        }

        using (EngineLock.Take(home, takeOver: true, instant: true, TimeProvider.System))
        {
            Assert.Equal((Environment.ProcessId, true), (EngineLock.Holder(home)!.Pid, EngineLock.Holder(home)!.Instant));
            Assert.True(EngineLock.IsAlive(EngineLock.Holder(home)!));
        }

        Assert.False(EngineLock.IsAlive(new EngineHolder(Environment.MachineName, "an earlier boot", Environment.ProcessId, default)));
    }

    [Fact]
    public void An_identity_is_made_once_and_damage_is_told()
    {
        var home = Home.Locate(Path.Combine(_directory.Path, "h"));
        home.Open();

        var id = Identity.Ensure(home);

        Assert.Equal(32, id.Length);
        Assert.Equal(id, Identity.Ensure(home));
        File.WriteAllText(home.IdentityFile, File.ReadAllText(home.IdentityFile).Replace(id[0], id[0] == '0' ? '1' : '0'));
        Assert.Throws<Fault>(() => Identity.Ensure(home));
    }
}
