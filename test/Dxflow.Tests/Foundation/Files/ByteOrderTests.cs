using System.Text;
using Dxflow.Foundation.Files;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class ByteOrderTests
{
    [Fact]
    public void It_is_the_order_of_the_bytes_in_UTF8()
    {
        var text = Gen.ListOf(Gen.Elements("a", "Z", "é", "\uD7FF", "\uE000", "\uFFFD", "𝔸", "😀")).Select(parts => string.Concat(parts));
        Prop.ForAll(text.Zip(text).ToArbitrary(), pair =>
        {
            var bytes = Encoding.UTF8.GetBytes(pair.Item1).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(pair.Item2));
            return Math.Sign(bytes) == Math.Sign(ByteOrder.Comparer.Compare(pair.Item1, pair.Item2));
        }).QuickCheckThrowOnFailure();
    }
}
