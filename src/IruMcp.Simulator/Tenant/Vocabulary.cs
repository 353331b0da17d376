namespace IruMcp.Simulator.Tenant;

/// <summary>The words the fleet is made of.</summary>
internal static class Vocabulary
{
    public static readonly string[] FirstNames =
        ["Ada", "Ben", "Carla", "David", "Elif", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kofi", "Lena", "Milan", "Noor", "Olga", "Pedro",
         "Quinn", "Rosa", "Søren", "Tariq", "Uma", "Vera", "Wei", "Xenia", "Yusuf", "Zoë"];

    public static readonly string[] LastNames =
        ["Ångström", "Baker", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ivanova", "Jones", "Kowalski", "Lopez", "Müller",
         "Nakamura", "O'Brien", "Patel", "Quist", "Rossi", "Smith", "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Yilmaz", "Žižek"];

    public static readonly string[] Departments = ["Engineering", "Sales", "Finance", "Support", "Design", "Legal", "Research & Development"];
    public static readonly string[] JobTitles = ["Engineer", "Account Manager", "Analyst", "Director", "Designer", "Counsel", "Intern"];
    public static readonly string[] Tags = ["lab", "Lab", "loaner", "executive", "kiosk", "retired", "VIP 🚀", "contractor", "berlin", "tokyo", "remote", "byod"];

    public static readonly (string Name, string Type)[] Blueprints =
    [
        ("Standard Mac", "map"), ("Standard iPhone", "classic"), ("Standard iPad", "classic"), ("Conference Room TV", "classic"),
        ("Windows Workplace", "map"), ("Android Work Profile", "map"), ("Engineering Mac", "map"), ("Executive", "map"),
        ("Warehouse \"Kiosk\" iPad", "classic"), ("Café ☕ 東京", "classic"), ("Empty Blueprint", "classic"),
    ];

    public static readonly Dictionary<Platform, string[]> Models = new()
    {
        [Platform.Mac] = ["MacBook Air (M3, 2024)", "MacBook Pro (14-inch, M4, 2024)", "Mac mini (M2, 2023)", "iMac (24-inch, M3, 2023)", "MacBook Pro (13-inch, 2020)"],
        [Platform.iPhone] = ["iPhone 15", "iPhone 16 Pro", "iPhone SE (3rd generation)"],
        [Platform.iPad] = ["iPad (10th generation)", "iPad Pro 11-inch (M4)", "iPad mini (A17 Pro)"],
        [Platform.AppleTV] = ["Apple TV 4K (3rd generation)"],
        [Platform.Windows] = ["Latitude 7450", "ThinkPad X1 Carbon Gen 12", "Surface Laptop 7"],
        [Platform.Android] = ["Pixel 9", "Galaxy S24", "Galaxy Tab Active5"],
    };

    public static readonly Dictionary<Platform, (string Version, string Build)[]> Systems = new()
    {
        [Platform.Mac] = [("15.5", "24F74"), ("15.4.1", "24E263"), ("14.7.6", "23H626"), ("26.0", "25A354")],
        [Platform.iPhone] = [("18.5", "22F76"), ("17.7.2", "21H221")],
        [Platform.iPad] = [("18.5", "22F76"), ("18.4.1", "22E252")],
        [Platform.AppleTV] = [("18.5", "22L572")],
        [Platform.Windows] = [("11 24H2", "26100.4061"), ("11 23H2", "22631.5335")],
        [Platform.Android] = [("15", "AP4A.250205.002"), ("14", "UP1A.231005.007")],
    };

    /// <summary>Of each 20 devices: 11 Macs, 3 iPhones, 2 iPads and Windows, 1 Apple TV and Android.</summary>
    public static readonly Platform[] PlatformMix =
    [
        Platform.Mac, Platform.iPhone, Platform.Mac, Platform.Windows, Platform.Mac, Platform.iPad, Platform.Mac, Platform.Android,
        Platform.Mac, Platform.AppleTV, Platform.Mac, Platform.iPhone, Platform.Mac, Platform.Mac, Platform.iPad, Platform.Mac,
        Platform.Windows, Platform.Mac, Platform.iPhone, Platform.Mac,
    ];

    public static readonly string[] Apps = ["Slack", "Google Chrome", "Zoom", "1Password", "Firefox", "Microsoft Word", "Xcode", "Figma", "Docker", "Café Notes ✍️"];
}
