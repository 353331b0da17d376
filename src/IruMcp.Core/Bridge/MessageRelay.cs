using System.Text.Json.Nodes;
using IruMcp.Connections;
using IruMcp.Results;

namespace IruMcp.Bridge;

/// <summary>Passes on to the client what the server says beside its answers: log messages, and questions to the person in front of it.</summary>
internal sealed class MessageRelay(MessageWriter writer, Elicitation elicitation, Func<IruConnection?> connection, IActivityLog log)
{
    /// <summary>From the least to the most severe.</summary>
    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    private ServerMessages? _messages;
    private volatile string? _level;

    /// <summary>What a new connection says its messages to.</summary>
    public ServerMessages MessagesFor(ClientFacts client) =>
        _messages = new ServerMessages { OnLog = PassLog, AskAsync = client.CanElicit ? PassQuestionAsync : null, LogLevel = _level };

    /// <summary>Passes on no less than this from now on; the server hears of it with its next request.</summary>
    /// <returns>False where there is no such level.</returns>
    public bool TrySetLevel(string? level)
    {
        if (Array.IndexOf(Levels, level) < 0)
            return false;
        _level = level;
        if (_messages is { } open)
            open.LogLevel = level;
        return true;
    }

    private void PassLog(JsonObject message)
    {
        // Levels are few words; one that is none of them is passed on.
        if (connection() is not { } open || _level is { } least && Severity(message["level"]) < Array.IndexOf(Levels, least))
            return;
        var clean = new AnswerCleaner(open, masks: true).Json(message.ToJsonString());
        writer.Say("notifications/message", null, json => json.WriteRawValue(clean, skipInputValidation: true));
    }

    private async Task<JsonObject> PassQuestionAsync(JsonObject question, CancellationToken cancellationToken)
    {
        if (connection() is not { } open)
            throw new InvalidOperationException(BridgeText.QuestionBeforeConnection);
        if (ServerQuestion.Prepare(question, open) is { } refusal)
        {
            log.Warning(refusal);
            return new JsonObject { ["action"] = "decline" };
        }
        return await elicitation.PassOnAsync(open.RedactKey(question.ToJsonString()), cancellationToken).ConfigureAwait(false);
    }

    private static int Severity(JsonNode? level) => AnswerReader.TextOf(level) is { } name && Array.IndexOf(Levels, name) is >= 0 and var severity ? severity : Levels.Length;
}
