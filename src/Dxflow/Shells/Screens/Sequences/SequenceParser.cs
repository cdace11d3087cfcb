using System.Buffers;
using System.Text;

namespace Dxflow.Shells.Screens.Sequences;

/// <summary>
/// Takes a program's output apart (ECMA-48, as xterm reads it) for a <see cref="Screen"/>, and passes on what that understood, in whole
/// characters and whole sequences: what is unknown, asks the terminal something, or reaches beyond the screen is in <see cref="Passed"/>
/// for nobody, however it was cut. Anything may come; what is kept is bounded.
/// </summary>
internal sealed class SequenceParser(Screen screen)
{
    private const byte Escape = 0x1b;
    private const byte Bell = 7;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1a;
    private const byte Delete = 0x7f;

    /// <summary>A longer one is thrown away; the longest that is known is a link.</summary>
    private const int SequenceBytesMax = 4_096;

    private const int PassedBytesUsual = 4_096;
    private const int PassedBytesKept = 64 * 1024;

    private enum Within
    {
        Text,
        Escape,
        Control,
        Command,
        CommandEscape,
        Ignored,
        IgnoredEscape,
    }

    private readonly ControlSequence _control = new();
    private readonly ArrayBufferWriter<byte> _sequence = new(64);
    private readonly byte[] _character = new byte[4];
    private int _characterBytes;
    private Within _within;
    private char _intermediate;
    private bool _isTooLong;

    /// <summary>What may be shown on another terminal to make it the same; whoever takes it says so.</summary>
    public ArrayBufferWriter<byte> Passed { get; private set; } = new(PassedBytesUsual);

    public void ForgetPassed()
    {
        Passed.ResetWrittenCount();
        if (Passed.Capacity > PassedBytesKept)
        {
            Passed = new ArrayBufferWriter<byte>(PassedBytesUsual);
        }
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[Take(bytes)..];
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (_within == Within.Text && _characterBytes == 0)
        {
            var plain = bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            plain = plain < 0 ? bytes.Length : plain;
            if (plain > 0)
            {
                screen.Print(bytes[..plain]);
                Passed.Write(bytes[..plain]);
                return plain;
            }
        }

        if (_within == Within.Text && (_characterBytes > 0 || bytes[0] >= 0x80))
        {
            return TakeCharacter(bytes[0]);
        }

        Step(bytes[0]);
        return 1;
    }

    /// <summary>UTF-8; what is none is shown as U+FFFD.</summary>
    private int TakeCharacter(byte next)
    {
        _character[_characterBytes++] = next;
        var status = Rune.DecodeFromUtf8(_character.AsSpan(0, _characterBytes), out var rune, out var consumed);
        if (status == OperationStatus.NeedMoreData)
        {
            return 1;
        }

        // A character that was broken off: the byte that shows it is looked at again.
        var taken = status == OperationStatus.Done || consumed == _characterBytes ? 1 : 0;
        _characterBytes = 0;

        // The controls of eight bits are none in UTF-8, and some terminals would take them for such.
        if (!Rune.IsControl(rune))
        {
            screen.Print(rune);
            Span<byte> text = stackalloc byte[4];
            Passed.Write(text[..rune.EncodeToUtf8(text)]);
        }

        return taken;
    }

    private void Step(byte value)
    {
        if (value is Cancel or Substitute)
        {
            _within = Within.Text;
            return;
        }

        switch (_within)
        {
            case Within.Text:
            case Within.Escape when value < ' ':
            case Within.Control when value < ' ':
                Control(value);
                break;
            case Within.Escape:
                Begin(value);
                break;
            case Within.Control:
                TakeControl(value);
                break;
            case Within.Command:
                TakeCommand(value);
                break;
            case Within.CommandEscape:
            case Within.IgnoredEscape:
                End(value);
                break;
            case Within.Ignored:
                _within = value == Escape ? Within.IgnoredEscape : Within.Ignored;
                break;
        }
    }

    private void Control(byte value)
    {
        if (value == Escape)
        {
            _within = Within.Escape;
            _intermediate = '\0';
        }
        else if (screen.Control(value))
        {
            Passed.Write([value]);
        }
    }

    /// <summary>The byte behind an ESC, or behind its intermediate.</summary>
    private void Begin(byte value)
    {
        switch (value)
        {
            case >= 0x20 and <= 0x2f:
                _intermediate = _intermediate == 0 ? (char)value : '?';
                return;
            case (byte)'[' when _intermediate == 0:
                _control.Clear();
                Keep(Within.Control, "\e["u8);
                return;
            case (byte)']' when _intermediate == 0:
                Keep(Within.Command, "\e]"u8);
                return;
            case (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' when _intermediate == 0:
                _within = Within.Ignored;
                return;
        }

        _within = Within.Text;
        if (value != Delete && screen.Escape(_intermediate, (char)value))
        {
            Passed.Write(_intermediate == 0 ? [Escape, value] : [Escape, (byte)_intermediate, value]);
        }
    }

    private void TakeControl(byte value)
    {
        if (value is Delete or >= 0x80)
        {
            return;
        }

        Append(value);
        if (_control.Take(value))
        {
            _within = Within.Text;
            if (_control is { Final: 'b', Mark: '\0', Intermediate: '\0', IsStrange: false })
            {
                Repeat(Math.Min(_control.Or(0, 1), screen.Size.Columns));
            }
            else if (!_control.IsStrange && !_isTooLong && screen.Run(_control))
            {
                Passed.Write(_sequence.WrittenSpan);
            }
        }
    }

    /// <summary>Spelled out, since a terminal that was painted does not know what was written last.</summary>
    private void Repeat(int count)
    {
        if (screen.Repeat(count) is { } rune)
        {
            Span<byte> text = stackalloc byte[4];
            text = text[..rune.EncodeToUtf8(text)];
            for (; count > 0; count--)
            {
                Passed.Write(text);
            }
        }
    }

    private void TakeCommand(byte value)
    {
        switch (value)
        {
            case Bell:
                Finish();
                break;
            case Escape:
                _within = Within.CommandEscape;
                break;
            case >= 0x20 and not Delete:
                Append(value);
                break;
        }
    }

    /// <summary>Behind ESC in a string: its end, or the beginning of something else.</summary>
    private void End(byte value)
    {
        if (value == '\\')
        {
            if (_within == Within.CommandEscape)
            {
                Finish();
            }

            _within = Within.Text;
            return;
        }

        _within = Within.Escape;
        _intermediate = '\0';
        Step(value);
    }

    private void Finish()
    {
        _within = Within.Text;
        if (!_isTooLong && screen.Command(_sequence.WrittenSpan[2..]))
        {
            Passed.Write(_sequence.WrittenSpan);
            Passed.Write("\e\\"u8);
        }
    }

    private void Keep(Within within, ReadOnlySpan<byte> start)
    {
        _within = within;
        _isTooLong = false;
        _sequence.ResetWrittenCount();
        _sequence.Write(start);
    }

    private void Append(byte value)
    {
        _isTooLong |= _sequence.WrittenCount >= SequenceBytesMax;
        if (!_isTooLong)
        {
            _sequence.Write([value]);
        }
    }
}
