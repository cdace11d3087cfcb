using Dxflow.Foundation.Meters;
using Xunit;

namespace Dxflow.Tests.Foundation.Meters;

public sealed class HistogramTests
{
    [Fact]
    public void Each_class_counts_what_took_no_longer()
    {
        var histogram = new Histogram();
        histogram.Record(TimeSpan.Zero);
        histogram.Record(TimeSpan.FromSeconds(0.001));
        histogram.Record(TimeSpan.FromSeconds(0.0011));
        histogram.Record(TimeSpan.FromMinutes(1));
        var read = histogram.Read();
        Assert.Equal([1, 2, 3], read.UpTo.Take(3));
        Assert.Equal([3, 4], read.UpTo.TakeLast(2));
        Assert.Equal(4, read.Count);
        Assert.Equal(60.0021, read.Sum, precision: 6);
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        var histogram = new Histogram();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                histogram.Record(TimeSpan.FromMilliseconds(1));
            }
        })));
        Assert.Equal(40_000, histogram.Read().Count);
        Assert.Equal(40, histogram.Read().Sum, precision: 6);
    }
}
