using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Bridge;

/// <summary>What a person said to a question.</summary>
internal enum PersonAnswer
{
    Yes,
    No,

    /// <summary>The question was closed without an answer, or could not be shown.</summary>
    None,

    /// <summary>It was accepted without the field that it asks for, as a client does that shows no form.</summary>
    WithoutTick,
}

/// <summary>Puts a question to the person in front of the client.</summary>
internal sealed class Elicitation(ClientRequests requests)
{
    private const string Method = "elicitation/create";
    private const string Field = "confirm";

    /// <summary>A person answers one question at a time.</summary>
    private readonly SemaphoreSlim _asking = new(1, 1);

    /// <param name="message">What would be done.</param>
    /// <param name="needsTick">True puts a box into the form that has to be ticked, so that accepting without reading is no Yes.</param>
    /// <exception cref="OperationCanceledException">The call that the question is about was called off.</exception>
    public async Task<PersonAnswer> AskAsync(string message, bool needsTick, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(json => WriteQuestion(json, message, needsTick), cancellationToken).ConfigureAwait(false);
        return answer.HasError ? PersonAnswer.None : RpcMessage.Text(answer.Result, "action") switch
        {
            "accept" => needsTick ? TickIn(RpcMessage.Member(answer.Result, "content")) : PersonAnswer.Yes,
            "decline" => PersonAnswer.No,
            _ => PersonAnswer.None,
        };
    }

    /// <summary>Puts a question of the server's as it is.</summary>
    /// <param name="question">The parameters of the request, as JSON.</param>
    /// <returns>The result; of a question that could not be shown, the one of a question that was closed.</returns>
    /// <exception cref="OperationCanceledException">The call that the question belongs to is over.</exception>
    public async Task<JsonObject> PassOnAsync(string question, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(json => json.WriteRawValue(question, skipInputValidation: true), cancellationToken).ConfigureAwait(false);
        return RpcMessage.Text(answer.Result, "action") is null ? new JsonObject { ["action"] = "cancel" } : JsonObject.Create(answer.Result)!;
    }

    private async Task<RpcMessage> SendAsync(Action<Utf8JsonWriter> question, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await requests.SendAsync(Method, question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Only the ticked field is a yes: what a client without a form sends says nothing about a person.</summary>
    private static PersonAnswer TickIn(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object)
            return PersonAnswer.WithoutTick;
        var ticks = content.EnumerateObject().Where(field => field.NameEquals(Field)).Select(field => field.Value.ValueKind).ToList();
        return ticks.Count == 0 ? PersonAnswer.WithoutTick : ticks.TrueForAll(tick => tick == JsonValueKind.True) ? PersonAnswer.Yes : PersonAnswer.No;
    }

    private static void WriteQuestion(Utf8JsonWriter json, string message, bool needsTick)
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteStartObject("requestedSchema");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        if (needsTick)
        {
            json.WriteStartObject(Field);
            json.WriteString("type", "boolean");
            json.WriteString("title", BridgeText.TickTitle);
            json.WriteString("description", BridgeText.TickDescription);
            json.WriteBoolean("default", false);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (needsTick)
        {
            json.WriteStartArray("required");
            json.WriteStringValue(Field);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
