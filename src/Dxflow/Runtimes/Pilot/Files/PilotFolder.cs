using System.Security.Cryptography;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch.Files;

namespace Dxflow.Runtimes.Pilot.Files;

/// <summary>
/// A directory (0700) for each pilot, where the nodes see it, by its key: what its worker is told and what the scheduler is given. It is
/// there from before the submission until the job is certainly over; while it is there the pilot may come, and a worker whose directory has
/// gone ends with all it runs.
/// </summary>
internal sealed class PilotFolder(string root)
{
    public const int KeyBytes = 8;
    private const int SecretBytes = 32;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root => root;

    public string PathOf(string key) => Path.Join(root, key);

    /// <summary>Makes the directory of all of them, which has to be the user's own.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public void Open()
    {
        DirectoryCalls.MakeOwn(Path.GetDirectoryName(root)!);
        DirectoryCalls.MakeOwn(root);
    }

    /// <summary>Pilots that an engine before this one may have submitted.</summary>
    public IReadOnlyList<PilotFile> All() =>
    [
        .. Directory.EnumerateDirectories(root).Select(static path => (Path: path, File: PilotFile.Read(path)))
            .Where(static each => each.File is { } file && IsKey(file.Key) && Path.GetFileName(each.Path) == file.Key)
            .Select(static each => each.File!),
    ];

    /// <summary>A key is part of paths and of the job's comment.</summary>
    public static bool IsKey(string key) => key.Length == 2 * KeyBytes && key.All(char.IsAsciiHexDigitLower);

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Returns the path of the script.</summary>
    public string Make(PilotFile file, string program, IReadOnlyList<string> modules)
    {
        var folder = PathOf(file.Key);
        Directory.CreateDirectory(folder, Private);
        file.Write(folder);
        var script = Path.Join(folder, "script");
        FileCalls.WriteWhole(script, Encoding.UTF8.GetBytes(Script(folder, program, modules)));
        return script;
    }

    public void Remove(string key)
    {
        try
        {
            Directory.Delete(PathOf(key), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is tried again when the next engine finds it there.
        }
    }

    /// <summary>
    /// A worker that dies is started again, as its tasks go on without it: a few times, since what always fails had better end. What the
    /// scheduler tells the script the worker is told.
    /// </summary>
    public static string Script(string folder, string program, IReadOnlyList<string> modules)
    {
        var load = modules.Count == 0 ? ""
            : $"[ ! -r /etc/profile ] || . /etc/profile\nmodule load {string.Join(' ', modules.Select(LaunchFile.Quoted))} || exit 125\n";
        return $$"""
            #!/bin/sh
            cd / || exit 125
            {{load}}exec </dev/null >>{{LaunchFile.Quoted(Path.Join(folder, "log"))}} 2>&1
            _dxflow_began=$(date +%s)
            _dxflow_turn=0
            _dxflow_pid=
            trap '[ -z "$_dxflow_pid" ] || kill -TERM "$_dxflow_pid"; _dxflow_turn=9' TERM
            trap '[ -z "$_dxflow_pid" ] || kill -USR1 "$_dxflow_pid"' USR1
            while [ "$_dxflow_turn" -lt 5 ]; do
                {{LaunchFile.Quoted(program)}} engine work {{LaunchFile.Quoted(folder)}} --began "$_dxflow_began" &
                _dxflow_pid=$!
                while :; do
                    wait "$_dxflow_pid"
                    _dxflow_code=$?
                    kill -0 "$_dxflow_pid" 2>/dev/null || break
                done
                _dxflow_pid=
                [ "$_dxflow_code" -gt 128 ] || exit "$_dxflow_code"
                _dxflow_turn=$((_dxflow_turn + 1))
            done
            exit 1

            """;
    }
}
