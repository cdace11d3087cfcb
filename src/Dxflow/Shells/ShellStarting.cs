using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Talking;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Keeping;
using Dxflow.Shells.Screens;

namespace Dxflow.Shells;

/// <summary>
/// From a request to what a holder is asked to start. <paramref name="find"/> tells where a task of a workflow is, and whether the caller
/// may be there.
/// </summary>
internal sealed class ShellStarting(
    ShellShelf shelf, ShellGround ground, Func<TaskWish, Caller, CancellationToken, Task<TaskPlace>> find)
{
    /// <summary>What every image that has a shell has.</summary>
    private const string ContainerShell = "/bin/sh";

    /// <summary>Every problem of the request at once, before anything is done for it.</summary>
    public ShellStart Check(CreateShell request)
    {
        if (!KeptShells.IsName(request.Name))
        {
            throw Fault.Invalid(
                $"'{request.Name}' is no name for a shell",
                "up to 63 letters, digits, dots, dashes and underscores, a letter or digit first");
        }

        if (request.Rows > Screen.RowsMax || request.Columns > Screen.ColumnsMax)
        {
            throw Fault.Invalid(
                $"{request.Rows} rows and {request.Columns} columns are too many", $"up to {Screen.RowsMax} and {Screen.ColumnsMax}");
        }

        if ((request.Idle ?? TimeSpan.MaxValue) <= TimeSpan.Zero || (request.Life ?? TimeSpan.MaxValue) <= TimeSpan.Zero)
        {
            throw Fault.Invalid("a limit of no time would end the shell at once", "give idle and life a time, or leave them out");
        }

        IReadOnlyList<string> command = [.. request.Program is { } program ? [program] : (string[])[], .. request.Arguments ?? []];
        var spec = ExecTalk.Spec(new ExecTerms(
            command.Count > 0 ? command : [ground.Program], Interactive: true, Tty: true, request.Rows, request.Columns, request.Term,
            request.Env, request.Cwd));
        var environment = With(
            ground.Environment,
            ground.Own(request.Name),
            ground.NamesTerminals ? spec.Environment : request.Env);
        return new ShellStart(
            Guid.CreateVersion7().ToString("N"), shelf.DirectoryOf(request.Name), spec.Command[0], [.. spec.Command.Skip(1)], environment,
            Path.Combine(ground.Directory, request.Cwd ?? ""), request.Rows, request.Columns,
            request.Idle?.TotalSeconds, request.Life?.TotalSeconds);
    }

    /// <summary>The same in the place that is wished for. A container that is made for it is the caller's to take away.</summary>
    public async Task<ShellStart> PlaceAsync(ShellStart start, CreateShell request, TaskWish wish, Call call)
    {
        var place = await find(wish, call.Caller, call.Ended);
        var own = new Dictionary<string, string> { ["DXFLOW_SHELL"] = request.Name, ["TERM"] = request.Term };
        if (place.Container is not { } container)
        {
            ShellRights.Check(call.Caller, ground.EngineIsRoot);
            own["SHELL"] = ground.Program;
            return start with
            {
                Environment = With(place.Environment, own, request.Env),
                WorkingDirectory = Path.Combine(place.Directory!, request.Cwd ?? ""),
            };
        }

        var isChosen = request is { Program: not null } or { Arguments.Count: > 0 };
        return start with
        {
            Program = isChosen ? start.Program : ContainerShell,
            Environment = With(place.Environment, own, request.Env),
            WorkingDirectory = request.Cwd ?? "",
            Container = container,
        };
    }

    private static Dictionary<string, string> With(params IReadOnlyDictionary<string, string>?[] all)
    {
        var result = new Dictionary<string, string>();
        foreach (var (name, value) in all.SelectMany(static one => one ?? new Dictionary<string, string>()))
        {
            result[name] = value;
        }

        return result;
    }
}
