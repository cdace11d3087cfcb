namespace Dxflow.Workflows.Running.Capacity;

/// <summary>
/// Wishes of a run that want the same of the named resources, in order: those of one node, or all that want none. What is dropped stays in
/// the queue as a husk.
/// </summary>
internal sealed class WishLine(int node)
{
    /// <summary>The line of all that want nothing named.</summary>
    public const int Plain = -1;

    private Queue<Wish> _wishes = [];
    private int _husks;

    public int Node => node;

    public int Count => _wishes.Count;

    public void Enqueue(Wish wish) => _wishes.Enqueue(wish);

    public void Dequeue() => _wishes.Dequeue();

    public bool TryPeek(out Wish wish)
    {
        while (_wishes.TryPeek(out wish!))
        {
            if (wish.State == WishState.Waiting)
            {
                return true;
            }

            _wishes.Dequeue();
            _husks--;
        }

        return false;
    }

    public void Thin()
    {
        if (++_husks > _wishes.Count / 2)
        {
            _wishes = new Queue<Wish>(_wishes.Where(static wish => wish.State == WishState.Waiting));
            _husks = 0;
        }
    }
}
