using Dxflow.Foundation.Processes.Systems;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Systems;

/// <summary>
/// Linux's numbers prove themselves wherever terminals are used; those of macOS are made again here from the formulas of its headers.
/// </summary>
public sealed class SystemNumbersTests
{
    [Fact]
    public void Requests_for_a_window_are_made_of_their_direction_size_group_and_number()
    {
        // ioccom.h: 0x80000000 in, 0x40000000 out, 13 bits of size, a letter, a number; struct winsize has 8 bytes.
        Assert.Equal(0x40000000u | (8u << 16) | ('t' << 8) | 104, (uint)SystemNumbers.Darwin.GetWindow);
        Assert.Equal(0x80000000u | (8u << 16) | ('t' << 8) | 103, (uint)SystemNumbers.Darwin.SetWindow);
    }

    [Fact]
    public void A_spawned_program_leads_a_session_with_its_signals_reset()
    {
        const int SignalsReset = 0x4 | 0x8;
        Assert.Equal(0x80 | SignalsReset, SystemNumbers.Linux.SpawnFlags);
        Assert.Equal(0x400 | 0x4000 | SignalsReset, SystemNumbers.Darwin.SpawnFlags);
        Assert.Equal((false, true), (SystemNumbers.Linux.OpensBeforeSession, SystemNumbers.Darwin.OpensBeforeSession));
        Assert.Same(SystemNumbers.Linux, SystemNumbers.Here);
    }
}
