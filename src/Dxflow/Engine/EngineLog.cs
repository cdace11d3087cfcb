using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dxflow.Engine;

/// <summary>
/// The engine's own log: lines in <c>engine.log</c>, at most two files of <see cref="BytesMax"/> bytes each, and on stderr what is
/// a warning or worse while the engine runs in the foreground. Writing never fails the engine: a full disk loses lines, not work.
/// </summary>
internal sealed class EngineLog : ILoggerProvider
{
    private const long BytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private FileStream? _file;

    public EngineLog(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>The last lines, then on request those that follow until the client leaves.</summary>
    public static async IAsyncEnumerable<EngineLogLine> ReadAsync(
        string path, EngineLogsRequest request, TimeProvider time, [EnumeratorCancellation] CancellationToken ended)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var last = new Queue<string>();
        while (await reader.ReadLineAsync(ended) is { } line)
        {
            last.Enqueue(line);
            if (request.Tail > 0 && last.Count > request.Tail)
            {
                last.Dequeue();
            }
        }

        foreach (var line in last)
        {
            yield return new EngineLogLine(line);
        }

        while (request.Follow && !ended.IsCancellationRequested)
        {
            if (await reader.ReadLineAsync(ended) is { } line)
            {
                yield return new EngineLogLine(line);
            }
            else
            {
                await Task.Delay(FollowInterval, time, ended);
            }
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var now = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var source = category[(category.LastIndexOf('.') + 1)..];
        var line = $"{now} {Word(level)} {source}: {message}\n{(exception is null ? string.Empty : exception + "\n")}";
        lock (_gate)
        {
            try
            {
                _file ??= Open();
                _file.Write(System.Text.Encoding.UTF8.GetBytes(line));
                _file.Flush();
                if (_file.Length > BytesMax)
                {
                    _file.Dispose();
                    File.Move(_path, _path + ".1", overwrite: true);
                    _file = null;
                }
            }
            catch (IOException)
            {
                // A full disk: the line is lost, the engine says so in `engine info` by the journal's own state.
                _file?.Dispose();
                _file = null;
            }
        }
    }

    private FileStream Open() => new(_path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "fatal",
        LogLevel.Information => "info",
        _ => "debug",
    };

    private sealed class Category(EngineLog log, string name) : ILogger
    {
        // The web server is quiet unless something is wrong: its chatter is no news to anyone.
        private readonly LogLevel _least = name.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Error : LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, name, formatter(state, exception), exception);
            }
        }
    }
}
