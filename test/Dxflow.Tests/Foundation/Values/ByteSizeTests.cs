using Dxflow.Foundation.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Foundation.Values;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4096)]
    [InlineData("17b", 17)]
    [InlineData("17B", 17)]
    [InlineData("1k", 1024)]
    [InlineData("1kb", 1024)]
    [InlineData("1KiB", 1024)]
    [InlineData("512m", 512L << 20)]
    [InlineData("1G", 1L << 30)]
    [InlineData("1gb", 1L << 30)]
    [InlineData("1.5GiB", 3L << 29)]
    [InlineData("2 TB", 2L << 40)]
    [InlineData("0.5p", 1L << 49)]
    [InlineData("7E", 7L << 60)]
    public void Compose_forms_are_read(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.2.3m")]
    [InlineData("m")]
    [InlineData("1x")]
    [InlineData("1bb")]
    [InlineData("1bib")]
    [InlineData("1mm")]
    [InlineData("1 m b")]
    [InlineData("1e3")]
    [InlineData("8e")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("1,5m")]
    public void Anything_else_is_refused_with_the_text_in_the_message(string text)
    {
        Assert.False(ByteSize.TryParse(text, out var bytes, out var error));
        Assert.Equal(0, bytes);
        Assert.Contains($"'{text}' is not a size", error);
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1024, "1KiB")]
    [InlineData(1536, "1.5KiB")]
    [InlineData((1L << 20) - 1, "1023.9KiB")]
    [InlineData(long.MaxValue, "7.9EiB")]
    public void Sizes_are_shown_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));

    [Fact]
    public void What_is_shown_is_read_back_to_one_part_in_ten() => Prop.ForAll(
        ArbMap.Default.ArbFor<long>().Filter(bytes => bytes >= 0),
        bytes =>
        {
            var read = ByteSize.Parse(ByteSize.Format(bytes));
            Assert.InRange(read, bytes - (bytes / 10) - 1, bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_the_parser_throw() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text => ByteSize.TryParse(text.Get, out var bytes, out var error) ? bytes >= 0 : error.Length > 0).QuickCheckThrowOnFailure();
}
