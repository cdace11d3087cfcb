namespace Dxflow.Workflows.Flow.Evaluation;

/// <summary>
/// What one evaluation may make: list elements and characters of text. An expression is written by a user and evaluated in the
/// engine, so neither its time nor its memory may be a matter of what it says.
/// </summary>
internal sealed class Fuel
{
    public const int ItemsMax = 4_000_000;
    public const int CharactersMax = 16 * 1024 * 1024;

    private long _items;
    private long _characters;

    public void Burn(long items)
    {
        if (items < 0 || (_items += items) > ItemsMax)
        {
            throw new FlowException(FlowErrorKind.Limit, $"more than {ItemsMax:N0} list elements in one expression".Replace(",", " "));
        }
    }

    public void BurnText(long characters)
    {
        if ((_characters += characters) > CharactersMax)
        {
            throw new FlowException(FlowErrorKind.Limit, "more than 16 MiB of text in one expression");
        }
    }
}
