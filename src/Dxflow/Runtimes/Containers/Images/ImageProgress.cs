using System.Globalization;
using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// How far one pull or build is, from what its engine tells: of a pull how many layers and bytes are here, of a build the step that it is
/// at. Only the last state is kept. What an engine tells has no bound: layers beyond <see cref="LayersMax"/> are not counted, long
/// steps are cut.
/// </summary>
internal sealed partial class ImageProgress
{
    public const int LayersMax = 1_000;
    public const int TextCharactersMax = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Layer> layers = new(StringComparer.Ordinal);
    private bool isBuild;
    private string step = "";

    /// <summary>A word and a short text, which may be empty.</summary>
    public (string State, string Text) Now
    {
        get
        {
            lock (gate)
            {
                return isBuild ? ("building", step) : ("pulling", Counted());
            }
        }
    }

    /// <summary>From now on it is a build.</summary>
    public void Build()
    {
        lock (gate)
        {
            isBuild = true;
        }
    }

    public void Tell(ProgressLine line)
    {
        lock (gate)
        {
            if (isBuild)
            {
                Steps(line.Stream ?? "");
            }
            else if (line is { Id: { } id, Status: { } status } && !status.StartsWith("Pulling from", StringComparison.Ordinal))
            {
                Layers(id, status, line.ProgressDetail);
            }
        }
    }

    private void Steps(string said)
    {
        foreach (var line in said.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (Step().IsMatch(line))
            {
                step = line.Length <= TextCharactersMax ? line : line[..TextCharactersMax] + "…";
            }
        }
    }

    private void Layers(string id, string status, ProgressDetail? detail)
    {
        if (!layers.TryGetValue(id, out var layer) && layers.Count >= LayersMax)
        {
            return;
        }

        layers[id] = status switch
        {
            "Already exists" => new Layer(0, 0, IsHere: true),
            "Download complete" or "Pull complete" => layer with { Current = layer.Total, IsHere = true },
            "Downloading" when detail is { Current: { } current, Total: { } total } && total > 0 =>
                layer with { Current = current, Total = total },
            _ => layer,
        };
    }

    private string Counted()
    {
        if (layers.Count == 0)
        {
            return "";
        }

        var here = layers.Values.Count(static layer => layer.IsHere);
        var text = string.Create(CultureInfo.InvariantCulture, $"{here} of {layers.Count} layers");
        var (current, total) = (layers.Values.Sum(static layer => layer.Current), layers.Values.Sum(static layer => layer.Total));
        return total > 0 ? $"{text}, {ByteSize.Format(Math.Clamp(current, 0, total))} of {ByteSize.Format(total)}" : text;
    }

    /// <summary>Docker's builder of old, BuildKit, Buildah.</summary>
    [GeneratedRegex(@"\A(Step [0-9]+/[0-9]+ :|\[[^\]]{1,100}\] |STEP [0-9]+(/[0-9]+)?:)", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    private readonly record struct Layer(long Current, long Total, bool IsHere);
}
