using System.Collections;

namespace Dxflow.Workflows.Running.States;

/// <summary>
/// An array that only grows, of small structs that are changed where they lie. A reference into it is good until it grows: so it is not
/// kept over the application of an event.
/// </summary>
internal sealed class Column<T> : IReadOnlyList<T>
    where T : struct
{
    private T[] _items = [];

    public int Length { get; private set; }

    int IReadOnlyCollection<T>.Count => Length;

    public ref T this[int index] => ref _items.AsSpan(0, Length)[index];

    T IReadOnlyList<T>.this[int index] => this[index];

    public Span<T> AsSpan() => _items.AsSpan(0, Length);

    public Span<T> AsSpan(int first, int count) => _items.AsSpan(0, Length).Slice(first, count);

    /// <summary>Adds as many of these; gives the index of the first.</summary>
    public int Append(int count, T item)
    {
        var first = Length;
        if (first + count > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(first + count, (int)Math.Min(2L * _items.Length, Array.MaxLength)));
        }

        Length += count;
        _items.AsSpan(first, count).Fill(item);
        return first;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Length; index++)
        {
            yield return _items[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
