using System.Text;
using System.Text.RegularExpressions;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// The secrets of one build by the id that its Dockerfile knows them by, read once, before anything is asked of a builder. They are held
/// here alone; <see cref="Hidden"/> takes them out of what the builder says.
/// </summary>
internal sealed partial class BuildSecrets
{
    public static readonly BuildSecrets None = new(new Dictionary<string, byte[]>());

    /// <summary>BuildKit's own bound.</summary>
    public const int SecretBytesMax = 500 << 10;

    private const string Mask = "***";

    /// <summary>Shorter texts are everywhere.</summary>
    private const int HiddenCharactersMin = 4;

    private readonly string[] texts;

    private BuildSecrets(IReadOnlyDictionary<string, byte[]> byId)
    {
        ById = byId;
        texts =
        [
            .. byId.Values.Select(Encoding.UTF8.GetString).SelectMany(static text => text.Split('\n').Append(text))
                .Select(static text => text.Trim()).Where(static text => text.Length >= HiddenCharactersMin)
                .Distinct(StringComparer.Ordinal).OrderByDescending(static text => text.Length),
        ];
    }

    public IReadOnlyDictionary<string, byte[]> ById { get; }

    /// <exception cref="Fault">One has no id that a builder can be told, cannot be read, or is too large.</exception>
    public static BuildSecrets Of(ImageBuild build)
    {
        var byId = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var secret in build.Secrets ?? [])
        {
            byId[Id(secret)] = Value(secret);
        }

        return byId.Count == 0 ? None : new BuildSecrets(byId);
    }

    public string? Hidden(string? text) => text is null ? null
        : texts.Aggregate(text, static (said, secret) => said.Replace(secret, Mask, StringComparison.Ordinal));

    /// <summary>A builder is told it in a list of its own making, where commas have a meaning.</summary>
    private static string Id(ContainerFile secret) => Plain().IsMatch(secret.Target) ? secret.Target
        : throw Fault.Invalid(
            $"the secret `{secret.Name}` of a build has the target {secret.Target}, which is no id of a secret",
            "write letters, digits, dots, dashes and underscores, as in RUN --mount=type=secret,id=NAME");

    private static byte[] Value(ContainerFile secret)
    {
        var value = secret.Content is { } content ? Encoding.UTF8.GetBytes(content) : Read(secret.Source!, secret.Name);
        return value.Length <= SecretBytesMax ? value : throw TooLarge(secret.Name);
    }

    private static byte[] Read(string path, string name)
    {
        try
        {
            using var held = FileCalls.Open(path, Libc.HoldOnly);
            if (FileStat.Of(held, path) is not { Kind: FileKind.Regular } stat)
            {
                throw Fault.Invalid($"{path} is no file, and the secret `{name}` of a build is to be its content");
            }

            if (stat.Length > SecretBytesMax)
            {
                throw TooLarge(name);
            }

            using var file = new FileStream(FileCalls.Open(DirectoryCalls.PathOf(held), Libc.ReadOnly), FileAccess.Read);
            var value = new byte[SecretBytesMax + 1];
            var read = file.ReadAtLeast(value, value.Length, throwOnEndOfStream: false);
            return value[..read];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DiskException)
        {
            throw Fault.Missing($"the secret `{name}` of a build cannot be read: {failure.Message}");
        }
    }

    private static Fault TooLarge(string name) =>
        Fault.Invalid($"the secret `{name}` of a build is larger than {SecretBytesMax} bytes, which no builder takes");

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,255}\z")]
    private static partial Regex Plain();
}
