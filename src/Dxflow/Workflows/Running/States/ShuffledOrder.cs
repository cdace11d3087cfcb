using System.Numerics;

namespace Dxflow.Workflows.Running.States;

/// <summary>
/// The numbers below a count, each once, in an order that looks like chance and is the same whenever the run is replayed: a walk round
/// them by steps that share no factor with the count. Without a name the order is the natural one.
/// </summary>
internal readonly struct ShuffledOrder
{
    private readonly long _start;
    private readonly long _stride;
    private readonly long _count;

    public ShuffledOrder(string name, int count)
    {
        var seed = 14695981039346656037UL;
        foreach (var letter in name)
        {
            seed = (seed ^ letter) * 1099511628211UL;
        }

        (_count, _start) = (count, (long)(seed % (ulong)count));
        _stride = Math.Max(1, (long)(seed >> 20) % count);
        while (BigInteger.GreatestCommonDivisor(_stride, _count) != 1)
        {
            _stride++;
        }
    }

    public int At(int place) => _count == 0 ? place : (int)((_start + (place * _stride)) % _count);
}
