namespace Dxflow.Foundation.Protobuf;

/// <summary>Bytes that are no message of protocol buffers, or not the one that belongs there.</summary>
internal sealed class ProtoException(string how) : Exception($"This is no message of protocol buffers: {how}.");
