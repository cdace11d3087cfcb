using System.Net;
using System.Security.Cryptography;

namespace Dxflow.Operations;

/// <summary>
/// How often an address may ask what anybody may ask, or present what is no token: a burst, then so many a second. The memory is fixed:
/// addresses share slots by a hash with a seed of this process, so nobody can aim at another's. An IPv6 address counts by its /64, and all
/// of this machine as one: a local user has 127.0.0.0/8 to come from.
/// </summary>
internal sealed class PublicLimit(TimeProvider time)
{
    public const int Slots = 4096;
    public const int Burst = 30;
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    /// <summary>For each slot the moment when it would be empty again, in ticks since <see cref="_start"/>.</summary>
    private readonly long[] _emptyAt = new long[Slots];
    private readonly int _seed = RandomNumberGenerator.GetInt32(int.MaxValue);
    private readonly long _start = time.GetTimestamp();

    /// <summary>False: too often. A peer of the Unix socket never is, since only the engine's own user gets that far.</summary>
    public bool TryTake(Connection connection)
    {
        if (connection.Local is not null)
        {
            return true;
        }

        ref var slot = ref _emptyAt[SlotOf(connection.From)];
        var now = time.GetElapsedTime(_start).Ticks;
        while (true)
        {
            var seen = Volatile.Read(ref slot);
            var next = Math.Max(seen, now) + Every.Ticks;
            if (next - now > Burst * Every.Ticks)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref slot, next, seen) == seen)
            {
                return true;
            }
        }
    }

    private int SlotOf(string from)
    {
        var hash = new HashCode();
        hash.Add(_seed);
        if (IPAddress.TryParse(from, out var address))
        {
            address = IPAddress.IsLoopback(address) ? IPAddress.Loopback : address;
            var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
            hash.AddBytes(bytes.AsSpan(0, Math.Min(bytes.Length, 8)));
        }
        else
        {
            hash.Add(from, StringComparer.Ordinal);
        }

        return (int)((uint)hash.ToHashCode() % Slots);
    }
}
