namespace IruMcp.Connections;

/// <summary>Hears how far a server is with a call. Called from any thread.</summary>
/// <param name="done">How much is done; grows.</param>
/// <param name="total">How much there is to do; null where the server does not say.</param>
/// <param name="message">The server's words; null for none.</param>
internal delegate void ProgressHandler(double done, double? total, string? message);
