using System.Security.Cryptography;
using System.Text;
using Dxflow.Access.Keys;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Access;

/// <summary>
/// What is done with keys before an engine hears of it: making a pair, and reading a public key, so that a private one given by mistake
/// never leaves this machine. <paramref name="homeOf"/> finds the directory that an option or the environment names.
/// </summary>
internal sealed class KeyCommands(Func<string?, string> homeOf)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Private = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode ForAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static IReadOnlyList<OperationView> Views { get; } =
    [
        OperationView.For<RegisterKey>("key.register", KeyJson.Default, RegisterAsync),
        OperationView.For<RotateKey>("key.rotate", KeyJson.Default, RotateAsync),
    ];

    public IReadOnlyList<LocalCommand> Local =>
    [
        LocalCommand.Create<GenerateKey>(
            "key.generate", "Make a key pair: a private key for you, a public one to register.", KeyJson.Default, GenerateAsync,
            "dxflow key generate", "dxflow key generate ./ci --bits 4096"),
    ];

    private static Task<int> RegisterAsync(RegisterKey request, ClientContext context)
    {
        var file = PublicKeyText.Parse(request.Key);
        return ShowAsync("key.register", request with { Identity = request.Identity ?? file.Name }, context);
    }

    private static Task<int> RotateAsync(RotateKey request, ClientContext context)
    {
        if (request.Key is { } key)
        {
            PublicKeyText.Parse(key);
        }

        return ShowAsync("key.rotate", request, context);
    }

    private static async Task<int> ShowAsync<TRequest>(string operation, TRequest request, ClientContext context)
        where TRequest : class
    {
        var answer = await context.CallAsync<TRequest, KeyChanged>(operation, request);
        await context.Output.ShowAsync(KeyJson.Default.KeyChanged, answer, context.Interrupts.Ended);
        return 0;
    }

    private async Task<int> GenerateAsync(GenerateKey request, ClientContext context)
    {
        if (request.Bits is not (3072 or 4096))
        {
            throw Fault.Invalid($"A key has 3072 or 4096 bits, not {request.Bits}.");
        }

        var (path, name) = PlaceOf(request.Name ?? Environment.UserName, context.Options.Home);
        using var rsa = RSA.Create(request.Bits);
        var line = OpenSshLine.Of(rsa.ExportParameters(includePrivateParameters: false), name) + "\n";
        Write(path + ".pem", rsa.ExportPkcs8PrivateKeyPem() + "\n", OwnerOnly);
        try
        {
            Write(path + ".pub", line, ForAll);
        }
        catch (Fault)
        {
            File.Delete(path + ".pem");
            throw;
        }

        var fingerprint = PublicKeyText.Parse(line).Key.Fingerprint;
        await context.Output.ShowAsync(
            KeyJson.Default.GeneratedKey, new GeneratedKey(path + ".pem", path + ".pub", fingerprint), context.Interrupts.Ended);
        return 0;
    }

    /// <summary>A bare name is a file in the home's own directory of keys; anything with a slash is a path.</summary>
    private (string Path, string Name) PlaceOf(string given, string? home)
    {
        var name = Path.GetFileNameWithoutExtension(given) is { Length: > 0 } stem && given.EndsWith(".pem", StringComparison.Ordinal)
            ? stem
            : Path.GetFileName(given);
        if (!KeyRules.IsIdentity(name))
        {
            throw Fault.Invalid($"'{name}' cannot be the name of a key.", "Use letters, digits and . _ @ -, or give a path that ends so.");
        }

        if (given.Contains('/'))
        {
            return (Path.Combine(Path.GetDirectoryName(Path.GetFullPath(given))!, name), name);
        }

        var directory = Path.Combine(homeOf(home), "keys");
        foreach (var missing in new[] { homeOf(home), directory }.Where(static each => !Directory.Exists(each)))
        {
            Directory.CreateDirectory(missing, Private);
        }

        return (Path.Combine(directory, name), name);
    }

    private static void Write(string path, string text, UnixFileMode mode)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Fault.Conflict($"{path} is there already, and a key is never written over.", "Give another name, or move it away first.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Invalid, $"{path} cannot be written: {failed.Message}", "Give a path that you may write.", failed);
        }
    }
}
