using System.Buffers.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Logs;
using Dxflow.Workflows.Logs;
using Xunit;

namespace Dxflow.Tests.Workflows.Logs;

public sealed class LogPlaceTextTests
{
    [Fact]
    public void A_place_comes_back_as_it_was()
    {
        var place = new LogPlaceText(
            12,
            "0123456789abcdef",
            [
                new LogPlaceEntry(0, 0, 1, new LogPlace(0, 1)),
                new LogPlaceEntry(3, 9_999_999, 300, new LogPlace(long.MaxValue - 1, 127)),
                new LogPlaceEntry(3, 10_000_000, 1, null),
                new LogPlaceEntry(int.MaxValue, 0, int.MaxValue, new LogPlace(128, 0)),
            ]);
        var back = LogPlaceText.Parse(place.ToString())!;
        Assert.Equal((place.Run, place.Id), (back.Run, back.Id));
        Assert.Equal(place.Entries, back.Entries);
        Assert.Null(LogPlaceText.Parse(null));
    }

    [Fact]
    public void Two_hundred_logs_fit_into_a_header()
    {
        var all = Enumerable.Range(0, LogPlaces.Max).Select(
            static each => new LogPlaceEntry(each, 0, 1, new LogPlace(1L << 40, 1L << 40))).ToList();
        Assert.InRange(new LogPlaceText(1, new string('f', 16), all).ToString().Length, 1, 6 << 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("AQ")]
    [InlineData("not a place!")]
    [InlineData("Ag")]
    public void What_is_no_place_is_refused(string text) => Assert.Throws<Fault>(() => LogPlaceText.Parse(text));

    [Fact]
    public void Whatever_bytes_come_are_a_place_or_refused()
    {
        var chance = new Random(7);
        var good = Base64Url.DecodeFromChars(new LogPlaceText(3, "ab", [new LogPlaceEntry(1, 2, 3, new LogPlace(4, 500))]).ToString());
        for (var turn = 0; turn < 20_000; turn++)
        {
            var bytes = turn % 2 == 0 ? new byte[chance.Next(40)] : [.. good];
            if (turn % 2 == 0)
            {
                chance.NextBytes(bytes);
            }

            if (bytes.Length > 0)
            {
                bytes[turn % 4 == 0 ? 0 : chance.Next(bytes.Length)] = (byte)(turn % 4 == 0 ? 1 : chance.Next(256));
            }

            try
            {
                var place = LogPlaceText.Parse(Base64Url.EncodeToString(bytes))!;
                Assert.All(place.Entries, static entry => Assert.True(
                    entry is { Step: >= 0, Slice: >= 0, Attempt: > 0 } && entry.Place is not ({ Output: < 0 } or { Error: < 0 })));
            }
            catch (Fault refused)
            {
                Assert.Equal(FaultKind.Invalid, refused.Info.Code);
            }
        }
    }
}
