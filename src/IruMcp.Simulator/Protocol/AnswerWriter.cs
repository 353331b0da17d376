using System.Text;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Faults;

namespace IruMcp.Simulator.Protocol;

/// <summary>Writes a door's answer to the wire, whole or as a fault would have it.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(HttpContext http, DoorAnswer answer, bool asJson, FaultRule? fault, JsonNode? progressToken)
    {
        CancellationToken aborted = http.RequestAborted;
        if (fault?.Fault == FaultNames.WrongId)
            answer = WithWrongId(answer);
        bool isStream = fault?.Fault == FaultNames.TruncatedSse || !asJson;
        HttpResponse response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = isStream ? "text/event-stream" : "application/json";
        if (isStream)
            response.Headers.CacheControl = "no-cache, no-transform";
        byte[] body = isStream ? answer.EventStream ?? Framed(answer.Json) : Encoding.UTF8.GetBytes(answer.Json);

        switch (fault?.Fault)
        {
            case FaultNames.EmptyBody:
                return;
            case FaultNames.MalformedJson:
                string cut = answer.Json[..(answer.Json.Length * 2 / 3)] + "<oops>";
                await response.Body.WriteAsync(isStream ? Framed(cut) : Encoding.UTF8.GetBytes(cut), aborted);
                return;
            case FaultNames.TruncatedSse:
                await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), aborted);
                return;
            case FaultNames.Stall:
                await response.StartAsync(aborted);
                await response.Body.FlushAsync(aborted);
                await Task.Delay(fault.DelayMs, aborted);
                break;
            case FaultNames.Chatty when isStream:
                await ChattyStream.WriteAsync(response, answer.Json, progressToken, aborted);
                return;
        }
        if (!isStream)
            response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, aborted);
    }

    private static byte[] Framed(string json) => Encoding.UTF8.GetBytes($"event: message\ndata: {json}\n\n");

    private static DoorAnswer WithWrongId(DoorAnswer answer)
    {
        JsonNode node = JsonNode.Parse(answer.Json)!;
        node["id"] = 987_654_321;
        return new DoorAnswer(node.ToJsonString(), answer.Status);
    }
}
