namespace IruMcp;

/// <summary>A failure told in the user's words: what happened, by a stable id, and what to do next.</summary>
/// <remarks>Neither <see cref="Exception.Message"/> nor any property ever holds a key; texts of the SDK or the server pass
/// the redactor before they get here. Exceptions of the SDK are not kept as inner ones, since they may quote headers.</remarks>
public sealed class IruException : Exception
{
    /// <param name="id">Stable, of the form <c>IruMcp.Unauthorized</c>; scripts may compare it.</param>
    /// <param name="category">The kind of failure.</param>
    /// <param name="message">What happened, one or two sentences.</param>
    /// <param name="nextStep">What the user can do about it, as a sentence; null where there is nothing to advise.</param>
    public IruException(string id, IruErrorCategory category, string message, string? nextStep = null)
        : base(message)
    {
        Id = id;
        Category = category;
        NextStep = nextStep;
    }

    public string Id { get; }

    public IruErrorCategory Category { get; }

    public string? NextStep { get; }

    /// <summary>The server's own words, redacted; null where there were none.</summary>
    public string? ServerText { get; init; }

    /// <summary>The HTTP status that the server or the API behind it answered with; null where none is known.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How long the server asked to wait before the next try; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the call may or may not have taken effect: the connection was lost after it was sent.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>True where a limit is used up, so that any other call would fail as well and nothing is gained by sending more.</summary>
    public bool HoldsForAll { get; internal set; }

    /// <summary>True where the server itself, and not the API behind it, turned the request down.</summary>
    internal bool IsFromTransport { get; init; }

    /// <summary>The tool that was being called; null outside a call.</summary>
    public string? Tool { get; init; }

    /// <summary>The device that an ambiguous call was about; null otherwise.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The arguments that the tool needs and that were not given, by the tool's own names; empty for any other failure. How they are
    /// given depends on where the call was made.</summary>
    public IReadOnlyList<string> MissingArguments { get; init; } = [];

    /// <summary>True where any one of <see cref="MissingArguments"/> would do.</summary>
    public bool IsOneArgumentEnough { get; init; }

    /// <summary>The same failure with better advice about a device.</summary>
    internal IruException ForDevice(string deviceId, string? nextStep) => new(Id, Category, Message, nextStep ?? NextStep)
    {
        ServerText = ServerText,
        StatusCode = StatusCode,
        RetryAfter = RetryAfter,
        IsAmbiguous = IsAmbiguous,
        HoldsForAll = HoldsForAll,
        IsFromTransport = IsFromTransport,
        Tool = Tool,
        DeviceId = deviceId,
    };
}
