using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes.Systems;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// Starts programs by posix_spawn, which costs the same however large this process is. Signal mask and dispositions are reset,
/// because this runtime ignores SIGPIPE and a child would inherit that. No descriptor of ours passes: everything we open is
/// close-on-exec, and where the C library can, all above the three streams are closed as well.
/// </summary>
internal static unsafe class Spawner
{
    private const string NoStream = "/dev/null";

    private static readonly delegate* unmanaged<byte*, int, int> CloseFrom = FindCloseFrom();

    /// <summary>Returns the child's pid. Blocks until the program is loaded, some 0.3 ms; see <see cref="SpawnThreads"/>.</summary>
    public static int Spawn(SpawnSpec spec)
    {
        using var texts = new NativeTexts();
        var arguments = texts.Vector(spec.Arguments);
        var environment = texts.Vector(spec.Environment);
        var actions = stackalloc byte[Kernel.OpaqueBytes];
        var attributes = stackalloc byte[Kernel.OpaqueBytes];
        Check(Kernel.InitActions(actions), spec);
        Check(Kernel.InitAttributes(attributes), spec);
        var held = new List<SafeHandle>(3);
        try
        {
            AddStreams(actions, spec, texts, held);
            SetSignals(attributes, spec);
            var error = Kernel.Spawn(out var pid, texts.Text(spec.Path), actions, attributes, arguments, environment);
            return error == 0 ? pid : throw Failed(error, spec);
        }
        finally
        {
            held.ForEach(handle => handle.DangerousRelease());
            _ = Kernel.DestroyActions(actions);
            _ = Kernel.DestroyAttributes(attributes);
        }
    }

    private static void AddStreams(byte* actions, SpawnSpec spec, NativeTexts texts, List<SafeHandle> held)
    {
        ReadOnlySpan<SafeHandle?> streams = [spec.Input, spec.Output, spec.Error];
        for (var target = 0; target < streams.Length; target++)
        {
            if (spec.Terminal is not null)
            {
                // The leader of a session that has none takes the first terminal it opens for its own.
                Check(
                    target == 0
                        ? Kernel.AddOpen(actions, target, texts.Text(spec.Terminal), Libc.ReadWrite, 0)
                        : Kernel.AddDuplicate(actions, 0, target),
                    spec);
            }
            else if (streams[target] is { } stream)
            {
                var added = false;
                stream.DangerousAddRef(ref added);
                held.Add(stream);
                Check(Kernel.AddDuplicate(actions, (int)stream.DangerousGetHandle(), target), spec);
            }
            else
            {
                Check(Kernel.AddOpen(actions, target, texts.Text(NoStream), Libc.ReadWrite, 0), spec);
            }
        }

        if (spec.WorkingDirectory is { } directory)
        {
            Check(Kernel.AddChangeDirectory(actions, texts.Text(directory)), spec);
        }

        if (CloseFrom is not null)
        {
            Check(CloseFrom(actions, streams.Length), spec);
        }
    }

    private static void SetSignals(byte* attributes, SpawnSpec spec)
    {
        var signals = stackalloc byte[Kernel.OpaqueBytes];
        _ = Kernel.EmptySignals(signals);
        Check(Kernel.SetAttributeMask(attributes, signals), spec);

        // Every bit: sigfillset leaves out the two signals that the C library keeps for itself, and children would ignore those.
        new Span<byte>(signals, Kernel.OpaqueBytes).Fill(0xff);
        Check(Kernel.SetAttributeDefaults(attributes, signals), spec);
        Check(Kernel.SetAttributeFlags(attributes, SystemNumbers.Here.SpawnFlags), spec);
    }

    private static void Check(int error, SpawnSpec spec)
    {
        if (error != 0)
        {
            throw Failed(error, spec);
        }
    }

    private static ProcessException Failed(int error, SpawnSpec spec) => new(
        "start",
        error == Errno.NoEntry && spec.WorkingDirectory is { } directory && !Directory.Exists(directory)
            ? $"{spec.Path} in {directory} (there is no such directory)"
            : spec.Path,
        error);

    /// <summary>posix_spawn_file_actions_addclosefrom_np came with glibc 2.34.</summary>
    private static delegate* unmanaged<byte*, int, int> FindCloseFrom() =>
        NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addclosefrom_np", out var address)
            ? (delegate* unmanaged<byte*, int, int>)address
            : null;
}
