namespace IruMcp.Results;

/// <summary>What one request asks for: two that are equal ask for the same page.</summary>
/// <param name="Position">The offset or the number of the page; 0 for cursors.</param>
/// <param name="Cursor">The cursor; null for the first page and for the other styles.</param>
/// <param name="Size">How many items; null where the server decides.</param>
internal sealed record PageAsk(long Position, string? Cursor, int? Size);
