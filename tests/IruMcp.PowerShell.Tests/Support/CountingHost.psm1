# A host for a runspace that counts the questions it is asked and answers each with No.

if (-not ('IruMcpTests.CountingHost' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace IruMcpTests
{
    public sealed class CountingHost : PSHost
    {
        private readonly Guid id = Guid.NewGuid();
        private readonly CountingUserInterface ui = new CountingUserInterface();

        public CountingUserInterface Counter { get { return ui; } }
        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
        public override Guid InstanceId { get { return id; } }
        public override string Name { get { return "CountingHost"; } }
        public override PSHostUserInterface UI { get { return ui; } }
        public override Version Version { get { return new Version(1, 0); } }
        public override void EnterNestedPrompt() { throw new NotSupportedException(); }
        public override void ExitNestedPrompt() { throw new NotSupportedException(); }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
        public override void SetShouldExit(int exitCode) { }
    }

    public sealed class CountingUserInterface : PSHostUserInterface
    {
        private const int No = 2;
        private readonly RawInterface raw = new RawInterface();

        public CountingUserInterface() { Questions = new List<string>(); Answer = No; }

        public List<string> Questions { get; private set; }
        public int Answer { get; set; }
        public override PSHostRawUserInterface RawUI { get { return raw; } }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(caption + "\n" + message + "\ndefault " + defaultChoice);
            return Answer;
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) { throw new NotSupportedException(); }
        public override string ReadLine() { throw new NotSupportedException(); }
        public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
        public override void Write(string value) { }
        public override void WriteDebugLine(string message) { }
        public override void WriteErrorLine(string value) { }
        public override void WriteLine(string value) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { }
    }

    public sealed class RawInterface : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }
        public override Size BufferSize { get; set; }
        public override Coordinates CursorPosition { get; set; }
        public override int CursorSize { get; set; }
        public override ConsoleColor ForegroundColor { get; set; }
        public override bool KeyAvailable { get { return false; } }
        public override Size MaxPhysicalWindowSize { get { return new Size(80, 25); } }
        public override Size MaxWindowSize { get { return new Size(80, 25); } }
        public override Coordinates WindowPosition { get; set; }
        public override Size WindowSize { get; set; }
        public override string WindowTitle { get; set; }
        public override void FlushInputBuffer() { }
        public override BufferCell[,] GetBufferContents(Rectangle rectangle) { throw new NotSupportedException(); }
        public override KeyInfo ReadKey(ReadKeyOptions options) { throw new NotSupportedException(); }
        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
    }
}
'@
}

function New-CountingShell {
    # A PowerShell in a runspace of its own with that host, or without any.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test helper; makes an object only.')]
    param([switch] $WithoutHost)

    $state = [initialsessionstate]::CreateDefault()
    if (-not $WithoutHost) { $counting = [IruMcpTests.CountingHost]::new() }
    $runspace = if ($WithoutHost) { [runspacefactory]::CreateRunspace($state) } else { [runspacefactory]::CreateRunspace($counting, $state) }
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    [pscustomobject] @{ Shell = $shell; Counter = if ($WithoutHost) { $null } else { $counting.Counter } }
}

function Invoke-CountingShell {
    # Runs a script there; gives its output. Questions are left in the Counter, errors in the shell's own stream.
    param([Parameter(Mandatory)] $Counting, [Parameter(Mandatory)] [string] $Script, [object[]] $ArgumentList = @())
    $Counting.Shell.Commands.Clear()
    $Counting.Shell.Streams.ClearStreams()
    if ($Counting.Counter) { $Counting.Counter.Questions.Clear() }
    $null = $Counting.Shell.AddScript($Script)
    foreach ($argument in $ArgumentList) { $null = $Counting.Shell.AddArgument($argument) }
    $Counting.Shell.Invoke()
}

function Close-CountingShell {
    param($Counting)
    if ($Counting) {
        $Counting.Shell.Runspace.Dispose()
        $Counting.Shell.Dispose()
    }
}

Export-ModuleMember -Function *
