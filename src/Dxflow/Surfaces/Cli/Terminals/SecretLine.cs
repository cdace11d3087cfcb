using System.Text;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>A line that is typed on a raw terminal, without being shown there: the keys that end and mend it are read here.</summary>
internal sealed class SecretLine(int bytesMax)
{
    private const byte Interrupt = 3;
    private const byte EndOfInput = 4;
    private const byte Backspace = 8;
    private const byte ClearLine = 21;
    private const byte Delete = 127;

    private readonly List<byte> _bytes = [];

    public bool IsWhole { get; private set; }

    /// <summary>Ctrl-C, or Ctrl-D with nothing typed.</summary>
    public bool IsGivenUp { get; private set; }

    public string Text => Encoding.UTF8.GetString([.. _bytes]);

    public void Type(byte key)
    {
        switch (key)
        {
            case (byte)'\r' or (byte)'\n':
                IsWhole = true;
                break;
            case Interrupt:
            case EndOfInput when _bytes.Count == 0:
                (IsWhole, IsGivenUp) = (true, true);
                break;
            case Backspace or Delete:
                TakeBack();
                break;
            case ClearLine:
                _bytes.Clear();
                break;
            case < 32:
                break;
            default:
                Add(key);
                break;
        }
    }

    private void Add(byte key)
    {
        if (_bytes.Count < bytesMax)
        {
            _bytes.Add(key);
        }
    }

    /// <summary>One character, which may be several bytes.</summary>
    private void TakeBack()
    {
        while (_bytes.Count > 0 && (_bytes[^1] & 0xC0) == 0x80)
        {
            _bytes.RemoveAt(_bytes.Count - 1);
        }

        if (_bytes.Count > 0)
        {
            _bytes.RemoveAt(_bytes.Count - 1);
        }
    }
}
