namespace Dxflow.Runtimes.Logs;

/// <summary>The logs that are followed now: each is looked at by one, however many follow it.</summary>
internal sealed class LogViews(TimeProvider time)
{
    private readonly Dictionary<string, LogView> views = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How many logs are looked at.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return views.Count;
            }
        }
    }

    /// <summary>Joins those who follow a log; whoever joins leaves again.</summary>
    public LogView Join(string directory)
    {
        lock (gate)
        {
            if (!views.TryGetValue(directory, out var view))
            {
                views[directory] = view = new LogView(directory, time);
            }

            view.Viewers++;
            return view;
        }
    }

    public void Leave(LogView view)
    {
        lock (gate)
        {
            if (--view.Viewers == 0)
            {
                views.Remove(view.Directory);
                view.Stop();
            }
        }
    }
}
