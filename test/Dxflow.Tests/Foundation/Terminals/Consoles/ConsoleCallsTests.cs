using System.IO.Pipes;
using System.Runtime.InteropServices;
using Dxflow.Foundation.Terminals;
using Dxflow.Foundation.Terminals.Consoles;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals.Consoles;

/// <summary>What of Windows' consoles can be seen on any system whose pointers have 64 bits: layouts, numbers, pipes, failures.</summary>
public sealed class ConsoleCallsTests
{
    [Fact]
    public void Structures_have_the_sizes_and_places_that_windows_documents()
    {
        Assert.Equal(112, Marshal.SizeOf<ConsoleCalls.StartupInfoEx>());
        Assert.Equal(60, At<ConsoleCalls.StartupInfoEx>(nameof(ConsoleCalls.StartupInfoEx.Flags)));
        Assert.Equal(80, At<ConsoleCalls.StartupInfoEx>(nameof(ConsoleCalls.StartupInfoEx.Input)));
        Assert.Equal(104, At<ConsoleCalls.StartupInfoEx>(nameof(ConsoleCalls.StartupInfoEx.Attributes)));
        Assert.Equal(24, Marshal.SizeOf<ConsoleCalls.ProcessInformation>());
        Assert.Equal(144, Marshal.SizeOf<ConsoleCalls.ExtendedLimitInformation>());
        Assert.Equal(16, At<ConsoleCalls.ExtendedLimitInformation>(nameof(ConsoleCalls.ExtendedLimitInformation.Flags)));
        Assert.Equal(112, At<ConsoleCalls.ExtendedLimitInformation>(nameof(ConsoleCalls.ExtendedLimitInformation.ProcessBytesMax)));
        Assert.Equal((0x20016u, 0x2000Du), ((uint)ConsoleCalls.PseudoConsoleAttribute, (uint)ConsoleCalls.JobListAttribute));
    }

    [Fact]
    public void A_window_is_its_columns_and_then_its_rows_of_sixteen_bits_each()
    {
        Assert.Equal(0x00180050u, ConsoleWindow.Of(TerminalSize.Usual));
        Assert.Equal(0x27100001u, ConsoleWindow.Of(new TerminalSize(TerminalSize.Max, 1)));
        foreach (var wrong in (TerminalSize[])[new(0, 80), new(24, 0), new(-1, 80), new(24, TerminalSize.Max + 1), new(70_000, 80)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ConsoleWindow.Of(wrong));
        }
    }

    [Fact]
    public async Task A_pipe_carries_one_way_waits_without_being_held_up_and_ends_with_the_other_end()
    {
        using var output = await ConsolePipe.OpenAsync(PipeDirection.In, default);
        var buffer = new byte[10];
        var reading = output.Ours.ReadAsync(buffer).AsTask();
        Assert.False(reading.IsCompleted);
        Assert.False(output.Theirs.IsInvalid);
        output.LetGo();
        Assert.Equal(0, await reading);
        using var input = await ConsolePipe.OpenAsync(PipeDirection.Out, default);
        Assert.True(input.Ours.CanWrite);
        Assert.False(input.Ours.CanRead);
    }

    [Fact]
    public void A_failure_says_what_was_tried_and_the_code_of_windows_in_a_result_is_its_own()
    {
        var failure = ConsoleException.OfResult("start", "x.exe", unchecked((int)0x80070005));
        Assert.Equal(5, failure.Code);
        Assert.StartsWith("cannot start x.exe: ", failure.Message);
        Assert.Equal(unchecked((int)0x8000FFFF), ConsoleException.OfResult("start", "x.exe", unchecked((int)0x8000FFFF)).Code);
    }

    private static int At<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
