namespace Dxflow.Shells.Holding.Wire;

/// <summary>What a frame between an engine and a holder is. Numbers are never given to anything else.</summary>
internal enum FrameKind : byte
{
    /// <summary>JSON, <see cref="HolderGreeting"/>: the first thing a holder says.</summary>
    Greeting = 1,

    /// <summary>JSON, <see cref="HolderAsk"/>: the one thing an engine asks on a connection.</summary>
    Ask = 2,

    /// <summary>JSON, <see cref="HolderReply"/>.</summary>
    Reply = 3,

    /// <summary>To a viewer: the position behind these bytes (8 bytes, little endian), 1 if they paint all of it, the bytes.</summary>
    Output = 4,

    /// <summary>To a viewer, JSON, <see cref="ShellNotice"/>.</summary>
    Notice = 5,

    /// <summary>From a viewer: bytes that are typed.</summary>
    Typed = 6,

    /// <summary>From a viewer: the rows and columns of its window, 2 bytes each, little endian.</summary>
    Window = 7,
}
