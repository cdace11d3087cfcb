using System.Runtime.InteropServices;
using System.Text;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>Texts as C wants them, freed together. A NUL inside a text is refused, because C would cut it there.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly List<nint> blocks = [];

    public byte* Text(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        return Write(text, (byte*)Take(count + 1), count);
    }

    /// <summary>An array of texts that ends with a null.</summary>
    public byte** Vector(IReadOnlyList<string> texts)
    {
        var vector = (byte**)Take((texts.Count + 1) * sizeof(byte*));
        var sum = 0;
        foreach (var text in texts)
        {
            sum += Encoding.UTF8.GetByteCount(text) + 1;
        }

        var at = (byte*)Take(sum);
        for (var index = 0; index < texts.Count; index++)
        {
            var count = Encoding.UTF8.GetByteCount(texts[index]);
            vector[index] = Write(texts[index], at, count);
            at += count + 1;
        }

        vector[texts.Count] = null;
        return vector;
    }

    public void Dispose() => blocks.ForEach(block => NativeMemory.Free((void*)block));

    private static byte* Write(string text, byte* to, int count)
    {
        var bytes = new Span<byte>(to, count);
        Encoding.UTF8.GetBytes(text, bytes);
        to[count] = 0;
        return bytes.Contains((byte)0) ? throw new ArgumentException($"the text '{text.Replace('\0', '?')}' contains a NUL") : to;
    }

    private nint Take(int bytes)
    {
        var block = (nint)NativeMemory.Alloc((nuint)bytes);
        blocks.Add(block);
        return block;
    }
}
