using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Terminals;
using Xunit;

namespace Dxflow.Tests.Foundation.Terminals;

public sealed class PseudoTerminalTests : IDisposable
{
    private readonly ReadyThread _ready = new("test");

    public void Dispose() => _ready.Dispose();

    [Fact]
    public async Task What_is_typed_outside_is_read_inside_and_echoed_and_the_other_way_round()
    {
        using var terminal = PseudoTerminal.Open(new TerminalSize(30, 90), _ready);
        using var inside = Inside(terminal);
        await terminal.Input.WriteAsync("grüße\n"u8.ToArray());
        Assert.Equal("grüße\r\n", await ReadAsync(terminal, 9));
        var line = new byte[100];
        Assert.Equal("grüße\n", Encoding.UTF8.GetString(line, 0, await inside.ReadAsync(line)));
        Write(inside, "answer\n");
        Assert.Equal("answer\r\n", await ReadAsync(terminal, 8));
    }

    [Fact]
    public void It_has_the_size_that_it_was_given_last()
    {
        using var terminal = PseudoTerminal.Open(new TerminalSize(30, 90), _ready);
        using var inside = Inside(terminal);
        Assert.Equal(new TerminalSize(30, 90), TerminalCalls.SizeOf((int)inside.SafeFileHandle.DangerousGetHandle()));
        terminal.Resize(new TerminalSize(1, TerminalSize.Max));
        Assert.Equal(new TerminalSize(1, TerminalSize.Max), TerminalCalls.SizeOf((int)inside.SafeFileHandle.DangerousGetHandle()));
    }

    [Fact]
    public async Task Its_output_ends_when_nobody_is_inside_any_more_and_after_what_was_written()
    {
        using var terminal = PseudoTerminal.Open(TerminalSize.Usual, _ready);
        var inside = Inside(terminal);
        Write(inside, "last words");
        inside.Dispose();
        Assert.Equal("last words", await ReadAsync(terminal, 10));
        Assert.Equal(0, await terminal.Output.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task In_raw_mode_every_key_passes_and_nothing_is_echoed_until_it_is_set_back()
    {
        using var terminal = PseudoTerminal.Open(TerminalSize.Usual, _ready);
        using var inside = Inside(terminal);
        var before = TerminalMode.Of(inside.SafeFileHandle)!;
        Assert.True(before.Raw().Set(inside.SafeFileHandle));
        await terminal.Input.WriteAsync(new byte[] { 3, 4, 26, 13 });
        var keys = new byte[10];
        Assert.Equal(4, await inside.ReadAsync(keys));
        Assert.Equal([3, 4, 26, 13], keys[..4]);
        Assert.True(before.Set(inside.SafeFileHandle));
        await terminal.Input.WriteAsync("x\n"u8.ToArray());
        Assert.Equal("x\r\n", await ReadAsync(terminal, 3));
    }

    [Fact]
    public void A_file_has_no_mode()
    {
        using var file = File.OpenHandle("/dev/null");
        Assert.Null(TerminalMode.Of(file));
    }

    private static FileStream Inside(PseudoTerminal terminal) =>
        new(terminal.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

    private static void Write(FileStream inside, string text)
    {
        inside.Write(Encoding.UTF8.GetBytes(text));
        inside.Flush();
    }

    private static async Task<string> ReadAsync(PseudoTerminal terminal, int bytes)
    {
        var all = new byte[bytes];
        await terminal.Output.ReadExactlyAsync(all);
        return Encoding.UTF8.GetString(all);
    }
}
