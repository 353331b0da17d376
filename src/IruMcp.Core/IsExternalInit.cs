namespace System.Runtime.CompilerServices;

/// <summary>Own for every framework: the setters of init properties name this type in their signature, and IruMcp.dll, compiled
/// against the netstandard2.0 build, must find the same signature in the net8.0 build.</summary>
internal static class IsExternalInit;
