using System.Threading.Channels;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>One reader of a run's events. The run never waits for it: what it does not take in time becomes a gap.</summary>
internal sealed class Subscriber
{
    public const int NewsMax = 1024;

    private readonly Channel<RunNews> _news = Channel.CreateBounded<RunNews>(new BoundedChannelOptions(NewsMax) { SingleReader = true });
    private long _gapFrom;

    /// <summary>The last sequence that was published before this one listened.</summary>
    public TaskCompletionSource<long> Joined { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChannelReader<RunNews> News => _news.Reader;

    public void Publish(long sequence, RunEvent fact)
    {
        if (_gapFrom > 0 && _news.Writer.TryWrite(new RunNews(sequence - 1, null, _gapFrom)))
        {
            _gapFrom = 0;
        }

        if (_gapFrom == 0 && !_news.Writer.TryWrite(new RunNews(sequence, fact)))
        {
            _gapFrom = sequence;
        }
    }

    /// <summary>The reader has left; nothing is kept for it any more.</summary>
    public bool IsGone { get; private set; }

    public void Leave()
    {
        IsGone = true;
        _news.Writer.TryComplete();
    }

    /// <summary>Nothing follows.</summary>
    public void End()
    {
        _news.Writer.TryComplete();
        Joined.TrySetResult(long.MaxValue);
    }
}
