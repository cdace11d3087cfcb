namespace Dxflow.Runtimes.Batch;

/// <summary>A name of a job is shown in the lists of everybody, by tools of every quality.</summary>
internal static class JobName
{
    private const int Max = 64;
    private const string None = "dxflow";

    public static string Plain(string name)
    {
        var plain = new string(
            [.. name.Take(Max).Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-')]);
        return plain.Length == 0 ? None : plain;
    }

    /// <summary>For schedulers whose names begin with a letter.</summary>
    public static string Lettered(string name) => Plain(name) is var plain && char.IsAsciiLetter(plain[0]) ? plain : $"x-{plain}";
}
