using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Tenant;

/// <summary>A device platform, spelled as the API spells it.</summary>
public enum Platform { Mac, iPhone, iPad, AppleTV, Windows, Android }

/// <summary>A managed device. Mutable: what a call changes, later calls see.</summary>
public sealed class Device(string id, int index) : IEntity
{
    public string Id { get; } = id;
    public int Index { get; } = index;
    public required string Name { get; set; }
    public required Platform Platform { get; init; }
    public required string Model { get; init; }
    public required string Serial { get; init; }
    public required string OsVersion { get; init; }
    public required string Build { get; init; }
    public required DateTime Enrolled { get; init; }
    public DateTime LastCheckIn { get; set; }
    public User? User { get; set; }
    public string? AssetTag { get; set; }
    public Blueprint? Blueprint { get; set; }
    public ImmutableArray<Tag> Tags { get; set; } = [];
    public bool IsMissing { get; init; }
    public bool FileVault { get; init; }
    public LostMode? LostMode { get; set; }
    public string? LockPin { get; set; }
    public bool IsLocked { get; set; }
    public ImmutableList<DeviceCommand> Commands { get; set; } = [];
    public ImmutableList<DeviceEvent> Events { get; set; } = [];
    public ImmutableList<Note> Notes { get; set; } = [];
    public bool IsApple => Platform is not (Platform.Windows or Platform.Android);
    public bool IsHandheld => Platform is Platform.iPhone or Platform.iPad;
}

/// <summary>Lost mode as somebody switched it on.</summary>
public sealed record LostMode(string Message, string Phone, string Footnote, DateTime Since);

/// <summary>A management command sent to a device. It is pending when first listed and completed afterwards.</summary>
public sealed class DeviceCommand(string id, string type, DateTime requested)
{
    public string Id { get; } = id;
    public string Type { get; } = type;
    public DateTime Requested { get; } = requested;
    public DateTime? Completed { get; set; }
    public int Listings { get; set; }
    public CommandEnd? End { get; set; }
}

/// <summary>How a device takes a command: it does it, cannot do it, or puts it off.</summary>
public enum CommandEnd { Completed, Failed, NotNow }

/// <summary>Something that happened to a device.</summary>
public sealed record DeviceEvent(long Id, string Action, DateTime At, JsonObject Details);

/// <summary>A note somebody left on a device.</summary>
public sealed record Note(string Id, string Author, string Content, DateTime Created, DateTime Updated);

/// <summary>A person of the tenant's directory.</summary>
public sealed class User(string id, int number) : IEntity
{
    public string Id { get; } = id;
    public int Number { get; } = number;
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Department { get; init; }
    public required string JobTitle { get; init; }
    public bool IsArchived { get; init; }
}

/// <summary>A blueprint: what its devices shall have.</summary>
public sealed class Blueprint(string id) : IEntity
{
    public string Id { get; } = id;
    public required string Name { get; set; }
    public required string Type { get; init; }
    public string Icon { get; set; } = "ss-fax";
    public string Color { get; set; } = "orange-500";
    public string Description { get; set; } = "";
    public required string EnrollmentCode { get; set; }
    public bool IsEnrollmentActive { get; set; } = true;
    public ImmutableList<Document> LibraryItems { get; set; } = [];
}

/// <summary>A tag.</summary>
public sealed class Tag(string id, string name) : IEntity
{
    public string Id { get; } = id;
    public string Name { get; set; } = name;
}

/// <summary>An Apple device as Automated Device Enrollment knows it: enrolled, or still waiting.</summary>
public sealed class AdeDevice(string id) : IEntity
{
    public string Id { get; } = id;
    public required Document Account { get; init; }
    public Device? Device { get; init; }
    public required Platform Family { get; init; }
    public required string Model { get; init; }
    public required string Serial { get; init; }
    public string? BlueprintId { get; set; }
    public string? UserId { get; set; }
    public string? AssetTag { get; set; }
    public string ProfileStatus => Device is null ? "assigned" : "pushed";
    public string System => Family switch { Platform.Mac => "OSX", Platform.AppleTV => "tvOS", _ => "iOS" };
}

/// <summary>An entity that is no more than its JSON. A change replaces the whole object, so a reader never sees half of one.</summary>
public sealed class Document(string id, string kind, JsonObject content) : IEntity
{
    private volatile JsonObject _content = content;

    public string Id { get; } = id;
    public string Kind { get; } = kind;
    public string Name => (string?)_content["name"] ?? "";

    public JsonObject Content => (JsonObject)_content.DeepClone();

    public void Replace(JsonObject content) => _content = content;
}
