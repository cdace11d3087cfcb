using Dxflow.Shells.Holding;
using Xunit;

namespace Dxflow.Tests.Shells.Holding;

public sealed class OutputRingTests
{
    [Fact]
    public void What_is_still_there_is_what_was_written()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new System.Random(seed);
            var ring = new OutputRing();
            var all = new List<byte>();
            for (var time = 0; time < 40; time++)
            {
                var bytes = new byte[random.Next(random.Next(3) == 0 ? 300_000 : 5_000)];
                random.NextBytes(bytes);
                ring.Add(bytes);
                all.AddRange(bytes);

                Assert.Equal(all.Count, ring.End);
                Assert.InRange(ring.End - ring.Start, Math.Min(all.Count, 4_096), OutputRing.BytesMax);
                var from = (int)ring.Start + random.Next((int)(ring.End - ring.Start) + 1);
                var taken = ring.After(from, random.Next(1, 100_000));
                Assert.Equal(all[from..(from + taken.Length)], taken);
            }
        }
    }
}
